using ILGPU;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>Puts every environment into its first start state.</summary>
/// <remarks>
/// <code>
/// computes  state[n] = the start state of environment n at step 0, clocks and returns zero
/// threads   one an environment; surplus threads leave at once
/// argument  [N]  write
/// numeric   fp32, the bits of the CPU engine
/// truth     ReferenceEnvironments.Reset
/// </code>
/// </remarks>
public static class ResetEnvironments
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TDynamics, TState>(EnvironmentMemory<TState> environments)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
    {
        int n = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (n >= environments.Count)
        {
            return;
        }

        environments.States[n] = StartState.Draw<TDynamics, TState>(environments.Seed, (uint)n, 0);
        environments.Lengths[n] = 0;
        environments.Returns[n] = 0;
        environments.DiscountedReturns[n] = 0;
        environments.Truncations[n] = 0;
    }
}
