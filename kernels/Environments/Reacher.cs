using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// Reacher-v5: bring the fingertip of an arm of two links to a target; minus the distance and the squares of the
/// action, and no state ends an episode. Version 4 rewards the distance before the step and observes it in three
/// dimensions.
/// </summary>
/// <remarks>
/// As Gymnasium 1 sets it up in MuJoCo. Positions 2 and 3 are the target's. What lies between fingertip and target is
/// that of the last Runge-Kutta stage, as MuJoCo holds it after a step. The target is drawn uniformly from a disc by
/// its radius and angle, not by rejection from a square.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TVersion">Of the task.</typeparam>
public readonly struct Reacher<TReal, TVersion> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
    where TVersion : struct, ITaskVersion
{
    /// <summary>Radius of the disc that targets are drawn from, m.</summary>
    public const double TargetRadius = 0.2;

    private const double AngleNoise = 0.1;
    private const double VelocityNoise = 0.005;
    private const double FullTurn = 2.0 * Math.PI;
    private const double UpperLength = 0.1;
    private const double LowerLength = 0.11;
    private const int LastLink = 1;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = TVersion.Number < 5 ? "Reacher-v4" : "Reacher-v5",
        ObservationNames = Names(),
        Actions = ActionSpace.Continuous(2),
        TimeLimit = 50,
        StepSeconds = PlanarTask<TReal, ReacherModel>.StepSeconds,
        SolvedReturn = -3.75,
    };

    /// <inheritdoc/>
    public static int StartNumbers => 6;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<ReacherModel>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<ReacherModel>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms)
    {
        PlanarState<TReal> state = PlanarTask<TReal, ReacherModel>.UniformNoise(uniforms, AngleNoise, VelocityNoise);
        TReal radius = TReal.Constant(TargetRadius) * TReal.Sqrt(uniforms.U4);
        TReal angle = TReal.Constant(FullTurn) * uniforms.U5;
        state.Q2 = radius * TReal.Cos(angle);
        state.Q3 = radius * TReal.Sin(angle);

        TReal both = state.Q0 + state.Q1;
        TReal upper = TReal.Constant(UpperLength);
        TReal lower = TReal.Constant(LowerLength);
        state.Kept0 = (upper * TReal.Cos(state.Q0)) + (lower * TReal.Cos(both)) - state.Q2;
        state.Kept1 = (upper * TReal.Sin(state.Q0)) + (lower * TReal.Sin(both)) - state.Q3;
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index) => index switch
    {
        0 => TReal.Cos(state.Q0),
        1 => TReal.Cos(state.Q1),
        2 => TReal.Sin(state.Q0),
        3 => TReal.Sin(state.Q1),
        4 => state.Q2,
        5 => state.Q3,
        6 => state.V0,
        7 => state.V1,
        8 => state.Kept0,
        9 => state.Kept1,
        _ => TReal.Constant(0.0),
    };

    /// <inheritdoc/>
    public static void Step<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal before = Distance(state);
        PlanarTask<TReal, ReacherModel>.Advance(ref state, action, memory);
        PlanarKinematics<TReal, TMemory, ReacherModel>.Point(
            memory, LastLink, LowerLength, 0.0, out TReal tipU, out TReal tipW);
        state.Kept0 = tipU - state.Q2;
        state.Kept1 = tipW - state.Q3;
        TReal distance = TVersion.Number < 5 ? before : Distance(state);
        reward = -distance - PlanarTask<TReal, ReacherModel>.SquareSum(action);
        terminated = TReal.Constant(1.0) - PlanarTask<TReal, ReacherModel>.IsFinite(state);
    }

    private static TReal Distance(in PlanarState<TReal> state) =>
        TReal.Sqrt((state.Kept0 * state.Kept0) + (state.Kept1 * state.Kept1));

    private static string[] Names()
    {
        string[] all =
        [
            "cosine of angle 1", "cosine of angle 2", "sine of angle 1", "sine of angle 2", "target x (m)",
            "target y (m)", "angular velocity 1 (rad/s)", "angular velocity 2 (rad/s)",
            "x from target to fingertip (m)", "y from target to fingertip (m)", "z from target to fingertip (m)",
        ];
        return TVersion.Number < 5 ? all : all[..10];
    }
}
