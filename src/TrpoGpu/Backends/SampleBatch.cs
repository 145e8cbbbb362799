namespace TrpoGpu.Backends;

/// <summary>Samples that a network is fitted to: B rows in the memory of one backend.</summary>
/// <param name="Rows">B.</param>
/// <param name="Observations">[B,I] network inputs, row-major.</param>
/// <param name="Actions">[B,Actions] what the head's distribution is asked about; for a value function the
/// targets.</param>
/// <param name="Advantages">[B] weights of the surrogate loss; not read by likelihood operations.</param>
/// <param name="LogProbabilities">[B] log pi_old(a|s) recorded while sampling; not read by likelihood
/// operations.</param>
public readonly record struct SampleBatch(
    int Rows,
    ComputeBuffer Observations,
    ComputeBuffer Actions,
    ComputeBuffer? Advantages = null,
    ComputeBuffer? LogProbabilities = null);
