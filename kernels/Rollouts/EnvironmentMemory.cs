using ILGPU;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>N environments in device memory.</summary>
/// <typeparam name="TState">The state of one.</typeparam>
public struct EnvironmentMemory<TState>
    where TState : unmanaged
{
    /// <summary>N.</summary>
    public int Count;

    /// <summary>Steps after which an episode is truncated; 0 for never.</summary>
    public int TimeLimit;

    /// <summary>Key of the random numbers.</summary>
    public ulong Seed;

    /// <summary>[N] states.</summary>
    public ArrayView<TState> States;

    /// <summary>[N] steps of the current episodes.</summary>
    public ArrayView<int> Lengths;

    /// <summary>[N] undiscounted returns of the current episodes so far.</summary>
    public ArrayView<double> Returns;

    /// <summary>[N] running discounted returns.</summary>
    public ArrayView<double> DiscountedReturns;

    /// <summary>[N] episodes that this rollout has truncated so far.</summary>
    public ArrayView<int> Truncations;

    /// <summary>Constants of the task.</summary>
    public ArrayView<float> Constants;

    /// <summary>[columns,N] what steps compute with.</summary>
    public ArrayView<float> Scratch;
}
