namespace TrpoGpu.Backends;

/// <summary>How a step ended its episode, stored as a float in <see cref="TrajectoryBuffers.Ends"/>.</summary>
public enum EpisodeEnd
{
    /// <summary>It did not: the next step continues the episode.</summary>
    None = 0,

    /// <summary>By the task: no reward can follow.</summary>
    Terminated = 1,

    /// <summary>By the clock: rewards would have followed.</summary>
    Truncated = 2,
}
