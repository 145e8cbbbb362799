using ILGPU;
using TrpoGpu.Kernels.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>One rollout, as <see cref="ComputeBackend.Rollout"/> is asked for it.</summary>
internal readonly ref struct RolloutRequest
{
    /// <summary>The policy.</summary>
    internal required NetworkShape Policy { get; init; }

    /// <summary>[P] of the policy.</summary>
    internal required ArrayView<float> PolicyParameters { get; init; }

    /// <summary>The value function.</summary>
    internal required NetworkShape Value { get; init; }

    /// <summary>[P] of the value function.</summary>
    internal required ArrayView<float> ValueParameters { get; init; }

    /// <summary>[2,I].</summary>
    internal required ArrayView<float> Normalization { get; init; }

    /// <summary>How actions are chosen.</summary>
    internal required RolloutOptions Options { get; init; }

    /// <summary>Where the rollout is recorded.</summary>
    internal required TrajectoryMemory Trajectories { get; init; }

    /// <summary>Computes networks that are too wide for one launch.</summary>
    internal required ITileForward Wide { get; init; }
}
