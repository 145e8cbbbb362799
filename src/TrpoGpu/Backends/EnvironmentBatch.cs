using System;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Backends;

/// <summary>
/// N copies of a built-in environment in the memory of one backend: states, clocks and running returns. They reset
/// themselves in the step that ends an episode.
/// </summary>
public abstract class EnvironmentBatch : IDisposable
{
    /// <summary>
    /// Numbers that end the state of every environment: length, return and discounted return of its episode so far.
    /// </summary>
    private protected const int ClockNumbers = 3;

    private protected EnvironmentBatch(ComputeBackend owner, EnvironmentSpec spec, int count, ulong seed)
    {
        Owner = owner;
        Spec = spec;
        Count = count;
        Seed = seed;
    }

    /// <summary>The backend whose memory this is.</summary>
    public ComputeBackend Owner { get; }

    /// <summary>The environment.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>Key of the random numbers.</summary>
    public ulong Seed { get; }

    /// <summary>Steps each environment has taken since it was created: the step of the random-number key.</summary>
    public long StepsTaken { get; protected set; }

    /// <summary>Numbers that <see cref="ReadState"/> writes.</summary>
    public abstract int StateLength { get; }

    /// <summary>Copies everything that the next rollout depends on, except <see cref="StepsTaken"/>.</summary>
    /// <param name="destination">[StateLength] write; doubles hold the floats and counts of every backend
    /// exactly.</param>
    public abstract void ReadState(Span<double> destination);

    /// <summary>Restores what <see cref="ReadState"/> gave.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="StateLength"/>.</exception>
    public abstract void WriteState(ReadOnlySpan<double> source, long stepsTaken);

    /// <summary>Where a state holds the steps of environment n's episode so far.</summary>
    internal int LengthIndex(int n) => ((n + 1) * (StateLength / Count)) - ClockNumbers;

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    /// <param name="state">[StateLength] finite numbers.</param>
    internal string? FaultOf(ReadOnlySpan<double> state)
    {
        int size = StateLength / Count;
        int longest = Spec.TimeLimit > 0 ? Spec.TimeLimit : int.MaxValue;
        for (int k = 0; k < state.Length; k++)
        {
            bool isLength = k == LengthIndex(k / size);
            if (isLength && !(state[k] >= 0 && state[k] < longest && double.IsInteger(state[k])))
            {
                return $"environment {k / size} is {state[k]} steps into its episode, expected 0 to {longest - 1}";
            }

            if (!float.IsFinite((float)state[k]))
            {
                return $"element {k} is {state[k]}, which no float can hold";
            }
        }

        return null;
    }

    /// <summary>
    /// Mean and summed squared deviation over the last rollout's rows: of each raw observation component, then of the
    /// running discounted return after each step's reward.
    /// </summary>
    /// <param name="means">[I+1] write.</param>
    /// <param name="squaredDeviations">[I+1] write.</param>
    public abstract void ReadMoments(Span<double> means, Span<double> squaredDeviations);

    /// <inheritdoc/>
    public abstract void Dispose();
}
