using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <content>Environments and rollouts.</content>
public sealed partial class CpuBackend
{
    private protected override EnvironmentBatch CreateEnvironmentsCore(EnvironmentSpec spec, int count, ulong seed) =>
        Width switch
        {
            LaneWidth.Sixteen => CreateEnvironments<Lanes16>(spec, count, seed),
            LaneWidth.Eight => CreateEnvironments<Lanes8>(spec, count, seed),
            _ => CreateEnvironments<Lanes1>(spec, count, seed),
        };

    private protected override void RolloutCore(
        EnvironmentBatch environments, NetworkShape policy, ComputeBuffer policyParameters, NetworkShape value,
        ComputeBuffer valueParameters, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories)
    {
        CpuEnvironments batch = (CpuEnvironments)environments;
        batch.RolloutFor(policy, value, pool.Workers).Run(
            pool, (CpuBuffer)policyParameters, (CpuBuffer)valueParameters, (CpuBuffer)normalization, options,
            trajectories);
        GC.KeepAlive(policyParameters);
        GC.KeepAlive(valueParameters);
        GC.KeepAlive(normalization);
        GC.KeepAlive(trajectories);
    }

    private protected override unsafe int ReadEpisodesCore(
        TrajectoryBuffers trajectories, Span<EpisodeEnding> destination)
    {
        float* ends = Pointer(trajectories.Ends);
        float* returns = Pointer(trajectories.EpisodeReturns);
        float* lengths = Pointer(trajectories.EpisodeLengths);
        int count = 0;
        for (int row = 0; row < trajectories.Rows; row++)
        {
            if (ends[row] != (float)EpisodeEnd.None)
            {
                destination[count++] = new EpisodeEnding(row, returns[row], (int)lengths[row]);
            }
        }

        GC.KeepAlive(trajectories);
        return count;
    }

    private CpuEnvironments CreateEnvironments<TLanes>(EnvironmentSpec spec, int count, ulong seed)
        where TLanes : unmanaged, ILanes<TLanes> =>
        spec.Id switch
        {
            "CartPole-v1" => new CpuEnvironments<TLanes, CartPole<TLanes>, CartPoleState<TLanes>>(this, count, seed),
            "Acrobot-v1" => new CpuEnvironments<TLanes, Acrobot<TLanes>, AcrobotState<TLanes>>(this, count, seed),
            "Pendulum-v1" => new CpuEnvironments<TLanes, Pendulum<TLanes>, PendulumState<TLanes>>(this, count, seed),
            "MountainCar-v0" =>
                new CpuEnvironments<TLanes, MountainCar<TLanes>, MountainCarState<TLanes>>(this, count, seed),
            "MountainCarContinuous-v0" =>
                new CpuEnvironments<TLanes, MountainCarContinuous<TLanes>, MountainCarState<TLanes>>(this, count, seed),
            "InvertedPendulum-v5" =>
                new CpuEnvironments<TLanes, InvertedPendulum<TLanes, Version5>, PlanarState<TLanes>>(this, count, seed),
            "InvertedDoublePendulum-v5" =>
                new CpuEnvironments<TLanes, InvertedDoublePendulum<TLanes, Version5>, PlanarState<TLanes>>(
                    this, count, seed),
            "Reacher-v5" =>
                new CpuEnvironments<TLanes, Reacher<TLanes, Version5>, PlanarState<TLanes>>(this, count, seed),
            "Swimmer-v5" => new CpuEnvironments<TLanes, Swimmer<TLanes>, PlanarState<TLanes>>(this, count, seed),
            "Hopper-v5" =>
                new CpuEnvironments<TLanes, Hopper<TLanes, Version5>, PlanarState<TLanes>>(this, count, seed),
            "Walker2d-v5" =>
                new CpuEnvironments<TLanes, Walker2d<TLanes, Version5>, PlanarState<TLanes>>(this, count, seed),
            "HalfCheetah-v5" =>
                new CpuEnvironments<TLanes, HalfCheetah<TLanes>, PlanarState<TLanes>>(this, count, seed),
            "InvertedPendulum-v4" =>
                new CpuEnvironments<TLanes, InvertedPendulum<TLanes, Version4>, PlanarState<TLanes>>(this, count, seed),
            "InvertedDoublePendulum-v4" =>
                new CpuEnvironments<TLanes, InvertedDoublePendulum<TLanes, Version4>, PlanarState<TLanes>>(
                    this, count, seed),
            "Reacher-v4" =>
                new CpuEnvironments<TLanes, Reacher<TLanes, Version4>, PlanarState<TLanes>>(this, count, seed),
            "Hopper-v4" =>
                new CpuEnvironments<TLanes, Hopper<TLanes, Version4>, PlanarState<TLanes>>(this, count, seed),
            "Walker2d-v4" =>
                new CpuEnvironments<TLanes, Walker2d<TLanes, Version4>, PlanarState<TLanes>>(this, count, seed),
            _ => throw new ArgumentException($"CreateEnvironments: the CPU engine has no dynamics for '{spec.Id}'."),
        };
}
