namespace TrpoGpu.Backends;

/// <summary>An episode that ended in a rollout.</summary>
/// <param name="Row">The row t*N + n of the trajectories in which it ended.</param>
/// <param name="Return">Its undiscounted return.</param>
/// <param name="Length">Its steps.</param>
public readonly record struct EpisodeEnding(int Row, float Return, int Length);
