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
        if (TDynamics.StartNumbers > 8)
        {
            FillRest<TDynamics, TState>(seed, environment, step, ref uniforms);
        }

        return TDynamics.Reset(uniforms);
    }

    // Most tasks have small states: what they do not use is not drawn.
    private static void FillRest<TDynamics, TState>(
        ulong seed, uint environment, ulong step, ref StateUniforms<Float32> uniforms)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
    {
        PhiloxBlock third = RandomStream.Draw(seed, RandomUse.StartState, environment, step, 2);
        uniforms.U8 = At(third.X0);
        uniforms.U9 = At(third.X1);
        uniforms.U10 = At(third.X2);
        uniforms.U11 = At(third.X3);
        if (TDynamics.StartNumbers > 12)
        {
            PhiloxBlock fourth = RandomStream.Draw(seed, RandomUse.StartState, environment, step, 3);
            PhiloxBlock fifth = RandomStream.Draw(seed, RandomUse.StartState, environment, step, 4);
            uniforms.U12 = At(fourth.X0);
            uniforms.U13 = At(fourth.X1);
            uniforms.U14 = At(fourth.X2);
            uniforms.U15 = At(fourth.X3);
            uniforms.U16 = At(fifth.X0);
            uniforms.U17 = At(fifth.X1);
            uniforms.U18 = At(fifth.X2);
            uniforms.U19 = At(fifth.X3);
        }
    }

    private static Float32 At(uint word) => new(Uniform.FromZero(word));
}
