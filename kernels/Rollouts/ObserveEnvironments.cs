using ILGPU;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>The observations of all environments, raw and as the networks see them.</summary>
/// <remarks>
/// <code>
/// computes  raw = o(state), normalized = clip((raw - shift) * scale)
/// threads   one a row of the tiles; surplus threads leave at once
/// States        [N]           read
/// Raw           [tiles,I,64]  write
/// Normalized    [tiles,I,64]  write  zero in rows that do not count
/// Observations  [T,N,I]       write  row t, if t is below T
/// numeric   fp32, the bits of the CPU engine
/// cost      16*N*I bytes
/// truth     ReferenceBackend.Rollout
/// </code>
/// </remarks>
public static class ObserveEnvironments
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TDynamics, TState>(StepArguments<TState> n)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
    {
        int environment = (Grid.IdxX * Group.DimX) + Group.IdxX;
        int inputs = n.Settings.Inputs;
        if (environment >= RowTile.Count(n.Environments.Count) * RowTile.Rows)
        {
            return;
        }

        ViewRow normalized = ViewRow.InTiles(n.Normalized, inputs, environment);
        if (environment >= n.Environments.Count)
        {
            for (int component = 0; component < inputs; component++)
            {
                normalized[component] = new Float32(0f);
            }

            return;
        }

        ViewRow raw = ViewRow.InTiles(n.Raw, inputs, environment);
        TState state = n.Environments.States[environment];
        int place = ((n.Step * n.Environments.Count) + environment) * inputs;    // observations[t,n,0]
        for (int component = 0; component < inputs; component++)
        {
            Float32 observation = TDynamics.Observation(state, component);
            Float32 scaled = EnvironmentPhases.Normalize(n.Settings, component, observation);
            raw[component] = observation;
            normalized[component] = scaled;
            if (n.Step < n.Trajectories.Steps)
            {
                n.Trajectories.Observations[place + component] = scaled.Value;
            }
        }
    }
}
