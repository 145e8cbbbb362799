namespace TrpoGpu.Backends;

/// <summary>
/// Which noise an operation draws: row b of a batch draws at (seed, action-noise stream, environment b,
/// step).
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">The step; equal steps draw equal noise.</param>
public readonly record struct NoiseKey(ulong Seed, ulong Step);
