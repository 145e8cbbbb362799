using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// Walker2d-v5: walk on two legs in the plane; velocity along x, plus 1 while upright, less a cost of control; an
/// episode ends when the walker is not upright. Version 4 gives the 1 on the last step too, and has a smoother right
/// foot.
/// </summary>
/// <remarks>Erez, Tassa and Todorov (2011) as Gymnasium 1 sets it up in MuJoCo.</remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TVersion">Of the task.</typeparam>
public readonly struct Walker2d<TReal, TVersion> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
    where TVersion : struct, ITaskVersion
{
    private const double LowestHeight = 0.8;
    private const double HighestHeight = 2.0;
    private const double LargestPitch = 1.0;
    private const double StartNoise = 0.005;
    private const double StartHeight = 1.25;
    private const double StepSeconds = 0.008;
    private const double ControlCost = 1e-3;
    private const double VelocityClip = 10.0;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = TVersion.Number < 5 ? "Walker2d-v4" : "Walker2d-v5",
        ObservationNames =
        [
            "height of the torso (m)", "pitch of the torso (rad)", "angle of the right thigh (rad)",
            "angle of the right leg (rad)", "angle of the right foot (rad)", "angle of the left thigh (rad)",
            "angle of the left leg (rad)", "angle of the left foot (rad)", "velocity along x (m/s)",
            "velocity along z (m/s)", "angular velocity of the torso (rad/s)",
            "angular velocity of the right thigh (rad/s)", "angular velocity of the right leg (rad/s)",
            "angular velocity of the right foot (rad/s)", "angular velocity of the left thigh (rad/s)",
            "angular velocity of the left leg (rad/s)", "angular velocity of the left foot (rad/s)",
        ],
        Actions = ActionSpace.Continuous(6),
        TimeLimit = 1000,
        StepSeconds = PlanarTask<TReal, Walker2dModel<TVersion>>.StepSeconds,
    };

    /// <inheritdoc/>
    public static int StartNumbers => PlanarTask<TReal, Walker2dModel<TVersion>>.UniformNumbers;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<Walker2dModel<TVersion>>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<Walker2dModel<TVersion>>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms)
    {
        PlanarState<TReal> state = PlanarTask<TReal, Walker2dModel<TVersion>>.UniformNoise(
            uniforms, StartNoise, StartNoise);
        state.Q1 += TReal.Constant(StartHeight);
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index)
    {
        TReal value = PlanarTask<TReal, Walker2dModel<TVersion>>.Floating(state, index);
        return index < PlanarPlan<Walker2dModel<TVersion>>.Dofs - 1
            ? value
            : Interval.Clip(value, -VelocityClip, VelocityClip);
    }

    /// <inheritdoc/>
    public static void Step<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal one = TReal.Constant(1.0);
        TReal moved = PlanarTask<TReal, Walker2dModel<TVersion>>.Advance(ref state, action, memory);
        TReal healthy = Healthy(state);
        TReal alive = TVersion.Number < 5 ? one : healthy;
        reward = (moved / TReal.Constant(StepSeconds)) + alive
            - (TReal.Constant(ControlCost) * PlanarTask<TReal, Walker2dModel<TVersion>>.SquareSum(action));
        terminated = one - healthy;
    }

    private static TReal Healthy(in PlanarState<TReal> state)
    {
        TReal zero = TReal.Constant(0.0);
        TReal healthy = PlanarTask<TReal, Walker2dModel<TVersion>>.IsFinite(state);
        healthy = TReal.SelectLess(TReal.Constant(LowestHeight), state.Q1, healthy, zero);
        healthy = TReal.SelectLess(state.Q1, TReal.Constant(HighestHeight), healthy, zero);
        return TReal.SelectLess(TReal.Abs(state.Q2), TReal.Constant(LargestPitch), healthy, zero);
    }
}
