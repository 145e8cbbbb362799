using System;
using System.Collections.Generic;
using ILGPU;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <content>Environments and rollouts.</content>
internal sealed partial class GpuBackend : ITileForward
{
    // Of networks too wide for the one launch of a rollout: what carries them through its steps.
    private readonly Dictionary<NetworkShape, GpuWorkspace> rolloutNetworks = [];

    // Whose episodes are being listed.
    private TrajectoryBuffers? listed;

    /// <inheritdoc/>
    void ITileForward.Forward(
        NetworkShape network, ArrayView<float> parameters, ArrayView<float> observations, int rows,
        ArrayView<float> distribution)
    {
        if (!rolloutNetworks.TryGetValue(network, out GpuWorkspace? workspace) || workspace.Capacity < rows)
        {
            workspace?.Dispose();
            workspace = new GpuWorkspace(this, network, rows);
            rolloutNetworks[network] = workspace;
        }

        workspace.Forward(parameters, observations.Cast<Float4>(), rows, distribution.Cast<Float4>());
    }

    private protected override EnvironmentBatch CreateEnvironmentsCore(
        EnvironmentSpec spec, int count, ulong seed) =>
        GpuEnvironments.Create(this, spec, count, seed, Kernels, Stream, Memory);

    private protected override void RolloutCore(
        EnvironmentBatch environments, NetworkShape policy, ComputeBuffer policyParameters, NetworkShape value,
        ComputeBuffer valueParameters, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories) =>
        ((GpuEnvironments)environments).Rollout(new RolloutRequest
        {
            Policy = policy,
            PolicyParameters = View(policyParameters),
            Value = value,
            ValueParameters = View(valueParameters),
            Normalization = View(normalization),
            Options = options,
            Trajectories = Views(trajectories),
            Wide = this,
        });

    private protected override void BeginReadEpisodesCore(TrajectoryBuffers trajectories)
    {
        // The stream that lists them knows nothing of what was launched on this one.
        Stream.Synchronize();
        vectors.BeginReadEpisodes(Views(trajectories), trajectories.Rows);
        listed = trajectories;
    }

    private protected override int ReadEpisodesCore(
        TrajectoryBuffers trajectories, Span<EpisodeEnding> destination)
    {
        if (listed != trajectories)
        {
            BeginReadEpisodesCore(trajectories);
        }

        listed = null;
        CountRead();
        return vectors.EndReadEpisodes(destination);
    }
}
