using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>The start states of episodes, as functions of seed, environment and step.</summary>
public static class StartState
{
    /// <summary>The state in which an environment starts at a step.</summary>
    public static TState Draw<TDynamics, TState>(ulong seed, uint environment, ulong step)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
    {
        PhiloxBlock low = RandomStream.Draw(seed, RandomUse.StartState, environment, step, 0);
        PhiloxBlock high = RandomStream.Draw(seed, RandomUse.StartState, environment, step, 1);
        StateUniforms<Float32> uniforms = default;
        uniforms.U0 = At(low.X0);
        uniforms.U1 = At(low.X1);
        uniforms.U2 = At(low.X2);
        uniforms.U3 = At(low.X3);
        uniforms.U4 = At(high.X0);
        uniforms.U5 = At(high.X1);
        uniforms.U6 = At(high.X2);
        uniforms.U7 = At(high.X3);
        return TDynamics.Reset(uniforms);
    }

    private static Float32 At(uint word) => new(Uniform.FromZero(word));
}
