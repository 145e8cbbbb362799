using ILGPU;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// What the kernels of one step share where the networks are too wide for <see cref="FusedRollout"/>.
/// </summary>
/// <typeparam name="TState">The state of an environment.</typeparam>
public struct StepArguments<TState>
    where TState : unmanaged
{
    /// <summary>N environments.</summary>
    public EnvironmentMemory<TState> Environments;

    /// <summary>Where T steps of them are recorded.</summary>
    public TrajectoryMemory Trajectories;

    /// <summary>Where final observations wait to be valued.</summary>
    public FinalStates Finals;

    /// <summary>How to observe and act.</summary>
    public RolloutSettings Settings;

    /// <summary>t: the step, or T for the states after the last.</summary>
    public int Step;

    /// <summary>[tiles,I,64] raw observations.</summary>
    public ArrayView<float> Raw;

    /// <summary>[tiles,I,64] observations as the networks see them.</summary>
    public ArrayView<float> Normalized;

    /// <summary>[tiles,A,64] the policy's distribution parameters.</summary>
    public ArrayView<float> Distribution;

    /// <summary>[tiles,1,64] the value network's output: element n is that of environment n.</summary>
    public ArrayView<float> Values;

    /// <summary>[tiles,1,64] running discounted returns.</summary>
    public ArrayView<float> Discounted;
}
