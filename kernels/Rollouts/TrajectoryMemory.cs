using ILGPU;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>T steps of N environments in device memory; row t*N + n is environment n at step t.</summary>
public struct TrajectoryMemory
{
    /// <summary>T.</summary>
    public int Steps;

    /// <summary>[T,N,I] normalised observations.</summary>
    public ArrayView<float> Observations;

    /// <summary>[T,N,columns] actions, unclipped.</summary>
    public ArrayView<float> Actions;

    /// <summary>[T,N] log pi(a|s).</summary>
    public ArrayView<float> LogProbabilities;

    /// <summary>[T,N] rewards.</summary>
    public ArrayView<float> Rewards;

    /// <summary>[T,N] V(s_t).</summary>
    public ArrayView<float> Values;

    /// <summary>[T,N] value of the final observation where a step truncated its episode, 0 elsewhere.</summary>
    public ArrayView<float> FinalValues;

    /// <summary>[N] V(s_T).</summary>
    public ArrayView<float> LastValues;

    /// <summary>[T,N] see <see cref="EpisodeEnds"/>.</summary>
    public ArrayView<float> Ends;

    /// <summary>[T,N] undiscounted return of the episode that ended in this step; 0 where none did.</summary>
    public ArrayView<float> EpisodeReturns;

    /// <summary>[T,N] steps of the episode that ended in this step; 0 where none did.</summary>
    public ArrayView<float> EpisodeLengths;
}
