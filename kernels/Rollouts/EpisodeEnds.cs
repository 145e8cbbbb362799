namespace TrpoGpu.Kernels.Rollouts;

/// <summary>How a step ended its episode, as trajectories store it.</summary>
public static class EpisodeEnds
{
    /// <summary>It did not.</summary>
    public const float None = 0f;

    /// <summary>By the task.</summary>
    public const float Terminated = 1f;

    /// <summary>By the clock.</summary>
    public const float Truncated = 2f;
}
