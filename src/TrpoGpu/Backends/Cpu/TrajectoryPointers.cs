namespace TrpoGpu.Backends.Cpu;

/// <summary>The buffers of trajectories as pointers; the owner keeps the buffers alive.</summary>
internal readonly unsafe struct TrajectoryPointers
{
    internal TrajectoryPointers(TrajectoryBuffers buffers)
    {
        Steps = buffers.Steps;
        Observations = ((CpuBuffer)buffers.Observations).Pointer;
        Actions = ((CpuBuffer)buffers.Actions).Pointer;
        LogProbabilities = ((CpuBuffer)buffers.LogProbabilities).Pointer;
        Rewards = ((CpuBuffer)buffers.Rewards).Pointer;
        Values = ((CpuBuffer)buffers.Values).Pointer;
        FinalValues = ((CpuBuffer)buffers.FinalValues).Pointer;
        LastValues = ((CpuBuffer)buffers.LastValues).Pointer;
        Ends = ((CpuBuffer)buffers.Ends).Pointer;
        EpisodeReturns = ((CpuBuffer)buffers.EpisodeReturns).Pointer;
        EpisodeLengths = ((CpuBuffer)buffers.EpisodeLengths).Pointer;
    }

    internal int Steps { get; }

    internal float* Observations { get; }

    internal float* Actions { get; }

    internal float* LogProbabilities { get; }

    internal float* Rewards { get; }

    internal float* Values { get; }

    internal float* FinalValues { get; }

    internal float* LastValues { get; }

    internal float* Ends { get; }

    internal float* EpisodeReturns { get; }

    internal float* EpisodeLengths { get; }
}
