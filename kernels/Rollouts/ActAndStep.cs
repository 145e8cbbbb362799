using ILGPU;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>Chooses actions, steps all environments, records the step, and resets where an episode ended.</summary>
/// <remarks>
/// <code>
/// computes  EnvironmentPhases.ActAndStep, and the record of the values of the states acted in
/// threads   one an environment; surplus threads leave at once
/// Distribution  [tiles,A,64]  read
/// Values        [tiles,1,64]  read
/// Environments  [N]           add
/// Trajectories  [T,N,...]     write  row t, all but the observations
/// Finals        [slots,...]   write  where the clock ended an episode
/// Discounted    [tiles,1,64]  write
/// numeric   fp32, returns fp64; the bits of the CPU engine
/// truth     ReferenceBackend.Rollout
/// </code>
/// </remarks>
public static class ActAndStep
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TDynamics, TState, THead>(StepArguments<TState> n)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
        where THead : struct, IActionDistribution
    {
        int environment = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (environment >= n.Environments.Count)
        {
            return;
        }

        int place = (n.Step * n.Environments.Count) + environment;
        n.Trajectories.Values[place] = n.Values[environment];
        n.Discounted[environment] = EnvironmentPhases.ActAndStep<TDynamics, TState, THead>(
            n.Settings, n.Environments, n.Trajectories, n.Finals, n.Step, environment,
            ViewRow.InTiles(n.Distribution, n.Settings.Size.Parameters, environment),
            new ViewRow(n.Trajectories.Actions, place * n.Settings.Size.Actions, 1));
    }
}
