using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms.Critics;

/// <summary>Settings of the fit by Adam.</summary>
/// <param name="Passes">Passes over the batch.</param>
/// <param name="MinibatchRows">Rows of one step.</param>
/// <param name="Adam">Learning rate and decay rates.</param>
public readonly record struct AdamCriticOptions(int Passes, int MinibatchRows, AdamOptions Adam);
