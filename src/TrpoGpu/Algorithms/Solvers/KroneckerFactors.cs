using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// Running averages of the Kronecker factors of batches. Curvature changes more slowly than a batch's estimate of it
/// scatters, so that the past is worth having. Allocates nothing after construction.
/// </summary>
public sealed class KroneckerFactors
{
    private readonly double[] values;
    private readonly double[] batch;

    /// <summary>Averages of nothing yet.</summary>
    public KroneckerFactors(KroneckerLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        values = new double[layout.Length];
        batch = new double[layout.Length];
    }

    /// <summary>Which number is what.</summary>
    public KroneckerLayout Layout { get; }

    /// <summary>The averages.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Batches that have been averaged.</summary>
    public long Batches { get; private set; }

    /// <summary>
    /// Reads the factors of a batch and averages them in:
    /// <c>values = d values + (1 - d) batch</c>, d the decay, or 1 - 1/k at batch k if that is less (Martens and Grosse
    /// 2015, section 5): the first batches count alike.
    /// </summary>
    /// <param name="backend">Where the batch is.</param>
    /// <param name="kronecker">Its network's workspace after <see cref="ComputeBackend.PrepareFisher"/>.</param>
    /// <param name="parameters">[P] those of the gradient.</param>
    /// <param name="decay">0 for this batch alone, to 1.</param>
    /// <returns>Whether all numbers of the batch are finite; if not, the averages are left as they were.</returns>
    public bool ReadBatch(
        ComputeBackend backend, KroneckerWorkspace kronecker, ComputeBuffer parameters, double decay)
    {
        ArgumentNullException.ThrowIfNull(backend);
        backend.ReadKroneckerFactors(kronecker, parameters, batch);
        return Average(batch, decay);
    }

    /// <summary>Averages in the factors of a batch.</summary>
    /// <param name="factors">In <see cref="Layout"/>.</param>
    /// <param name="decay">As for <see cref="ReadBatch"/>.</param>
    /// <returns>As of <see cref="ReadBatch"/>.</returns>
    public bool Average(ReadOnlySpan<double> factors, double decay)
    {
        RequireLength(factors);
        if (!(decay is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay is expected in [0, 1].");
        }

        foreach (double value in factors)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        Batches++;
        double kept = Math.Min(decay, 1 - (1.0 / Batches));
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = (kept * values[k]) + ((1 - kept) * factors[k]);
        }

        return true;
    }

    /// <summary>Takes the averages of an interrupted run.</summary>
    /// <param name="averages">In <see cref="Layout"/>.</param>
    /// <param name="batches">Batches in them.</param>
    public void Restore(ReadOnlySpan<double> averages, long batches)
    {
        RequireLength(averages);
        ArgumentOutOfRangeException.ThrowIfNegative(batches);
        averages.CopyTo(values);
        Batches = batches;
    }

    private void RequireLength(ReadOnlySpan<double> factors)
    {
        if (factors.Length != values.Length)
        {
            throw new ArgumentException(
                $"KroneckerFactors: {factors.Length} numbers, expected those of {Layout.Network}: {values.Length}.",
                nameof(factors));
        }
    }
}
