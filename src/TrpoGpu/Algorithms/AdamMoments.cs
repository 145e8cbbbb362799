using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms;

/// <summary>What Adam remembers of P parameters from one step to the next.</summary>
internal sealed class AdamMoments : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly ComputeBuffer first;
    private readonly ComputeBuffer second;
    private readonly float[] copy;
    private long step;

    /// <summary>Allocates the moments of <paramref name="count"/> parameters, as before the first step.</summary>
    internal AdamMoments(ComputeBackend backend, int count)
    {
        this.backend = backend;
        first = backend.Allocate(count);
        second = backend.Allocate(count);
        copy = new float[count];
    }

    /// <summary>Numbers that <see cref="ReadState"/> writes: both moments, then the steps taken.</summary>
    internal int StateLength => (2 * copy.Length) + 1;

    /// <summary>
    /// Whether the mean squares are finite. One that is not, of a gradient above 1e19, would hold its parameter still
    /// for ever.
    /// </summary>
    internal bool ReadIsFinite() => double.IsFinite(backend.ReadDot(second, second, copy.Length));

    /// <summary>Device memory that moments take.</summary>
    internal static long BytesOf(ComputeBackend backend, int count) => 2 * backend.BytesOfBuffer(count);

    /// <summary>Takes a step.</summary>
    /// <param name="parameters">[P] updated.</param>
    /// <param name="gradient">[P] read.</param>
    /// <param name="options">Learning rate and decay rates.</param>
    internal void Step(ComputeBuffer parameters, ComputeBuffer gradient, AdamOptions options) =>
        backend.AdamStep(parameters, gradient, first, second, ++step, options);

    /// <summary>Goes back to before the first step.</summary>
    internal void Forget()
    {
        Array.Clear(copy);
        first.Write(copy);
        second.Write(copy);
        step = 0;
    }

    internal void ReadState(Span<double> destination)
    {
        int count = copy.Length;
        Read(first, destination[..count]);
        Read(second, destination.Slice(count, count));
        destination[2 * count] = step;
    }

    internal void WriteState(ReadOnlySpan<double> source)
    {
        int count = copy.Length;
        Write(source[..count], first);
        Write(source.Slice(count, count), second);
        step = (long)source[2 * count];
    }

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    internal string? FaultOf(ReadOnlySpan<double> state)
    {
        int count = copy.Length;
        int negative = state.Slice(count, count).IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon);
        if (negative >= 0)
        {
            return $"mean square {negative} is negative";
        }

        int large = state[..(2 * count)].IndexOfAnyExceptInRange(-float.MaxValue, float.MaxValue);
        if (large >= 0)
        {
            return $"moment {large} is {state[large]}, which no float can hold";
        }

        double steps = state[2 * count];
        return double.IsInteger(steps) && steps is >= 0 and < long.MaxValue ? null : $"it counts {steps} steps";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private void Read(ComputeBuffer moment, Span<double> destination)
    {
        moment.Read(copy);
        for (int k = 0; k < copy.Length; k++)
        {
            destination[k] = copy[k];
        }
    }

    private void Write(ReadOnlySpan<double> source, ComputeBuffer moment)
    {
        for (int k = 0; k < copy.Length; k++)
        {
            copy[k] = (float)source[k];
        }

        moment.Write(copy);
    }
}
