using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>Two links in a row hanging from a fixed joint.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct AcrobotState<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Angle of the first link from hanging down, in rad.</summary>
    public TReal Angle1;

    /// <summary>Angle of the second link from the line of the first, in rad.</summary>
    public TReal Angle2;

    /// <summary>Angular velocity of the first link, in rad/s.</summary>
    public TReal Velocity1;

    /// <summary>Angular velocity of the second link against the first, in rad/s.</summary>
    public TReal Velocity2;
}

/// <summary>
/// Acrobot-v1: swing the free end of two links above the fixed joint by one link's length, with a torque of
/// -1 (0), 0 (1) or 1 N m (2) between the links; -1 a step, 0 for the step that gets there.
/// </summary>
/// <remarks>
/// Sutton (1996) with the equations of Sutton and Barto's book, as Gymnasium 1 steps it: one Runge-Kutta step
/// of fourth order, then angles wrapped to [-pi, pi] and velocities clipped. Both links have unit mass,
/// length and moment of inertia, their centre of mass halfway; the products of these are written out below.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct Acrobot<TReal> : IEnvironmentDynamics<TReal, AcrobotState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Length of either link, m.</summary>
    public const double LinkLength = 1.0;

    /// <summary>Height above the fixed joint that the free end has to pass, m.</summary>
    public const double GoalHeight = LinkLength;

    private const double Gravity = 9.8;
    private const double StepSeconds = 0.2;
    private const double Velocity1Limit = 4.0 * Math.PI;
    private const double Velocity2Limit = 9.0 * Math.PI;
    private const double StartLimit = 0.1;
    private const double FullTurn = 2.0 * Math.PI;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Acrobot-v1",
        ObservationNames =
        [
            "cosine of angle 1", "sine of angle 1", "cosine of angle 2", "sine of angle 2",
            "angular velocity 1 (rad/s)", "angular velocity 2 (rad/s)",
        ],
        Actions = ActionSpace.Discrete(3),
        TimeLimit = 500,
        StepSeconds = StepSeconds,
        SolvedReturn = -100.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => 4;

    /// <inheritdoc/>
    public static int ScratchColumns => 0;

    /// <inheritdoc/>
    public static double[] Constants => [];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AcrobotState<TReal> Reset(in StateUniforms<TReal> uniforms) => new()
    {
        Angle1 = Interval.At(uniforms.U0, -StartLimit, StartLimit),
        Angle2 = Interval.At(uniforms.U1, -StartLimit, StartLimit),
        Velocity1 = Interval.At(uniforms.U2, -StartLimit, StartLimit),
        Velocity2 = Interval.At(uniforms.U3, -StartLimit, StartLimit),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in AcrobotState<TReal> state, int index) => index switch
    {
        0 => TReal.Cos(state.Angle1),
        1 => TReal.Sin(state.Angle1),
        2 => TReal.Cos(state.Angle2),
        3 => TReal.Sin(state.Angle2),
        4 => state.Velocity1,
        _ => state.Velocity2,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TMemory>(
        ref AcrobotState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        TReal two = TReal.Constant(2.0);
        TReal torque = action.A0 - one;

        AcrobotState<TReal> k1 = Rates(state, torque);
        AcrobotState<TReal> k2 = Rates(Along(state, StepSeconds / 2.0, k1), torque);
        AcrobotState<TReal> k3 = Rates(Along(state, StepSeconds / 2.0, k2), torque);
        AcrobotState<TReal> k4 = Rates(Along(state, StepSeconds, k3), torque);

        AcrobotState<TReal> sum = default;
        sum.Angle1 = k1.Angle1 + (two * k2.Angle1) + (two * k3.Angle1) + k4.Angle1;
        sum.Angle2 = k1.Angle2 + (two * k2.Angle2) + (two * k3.Angle2) + k4.Angle2;
        sum.Velocity1 = k1.Velocity1 + (two * k2.Velocity1) + (two * k3.Velocity1) + k4.Velocity1;
        sum.Velocity2 = k1.Velocity2 + (two * k2.Velocity2) + (two * k3.Velocity2) + k4.Velocity2;
        state = Along(state, StepSeconds / 6.0, sum);

        state.Angle1 = Wrap(state.Angle1);
        state.Angle2 = Wrap(state.Angle2);
        state.Velocity1 = Interval.Clip(state.Velocity1, -Velocity1Limit, Velocity1Limit);
        state.Velocity2 = Interval.Clip(state.Velocity2, -Velocity2Limit, Velocity2Limit);

        TReal height = -TReal.Cos(state.Angle1) - TReal.Cos(state.Angle2 + state.Angle1);
        terminated = TReal.SelectLess(TReal.Constant(GoalHeight), height, one, zero);
        reward = TReal.SelectLess(TReal.Constant(GoalHeight), height, zero, -one);
    }

    /// <summary>Time derivatives of the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AcrobotState<TReal> Rates(in AcrobotState<TReal> s, TReal torque)
    {
        TReal half = TReal.Constant(0.5);
        TReal one = TReal.Constant(1.0);
        TReal quarterTurn = TReal.Constant(Math.PI / 2.0);
        TReal cosine2 = TReal.Cos(s.Angle2);
        TReal sine2 = TReal.Sin(s.Angle2);
        TReal square1 = s.Velocity1 * s.Velocity1;
        TReal square2 = s.Velocity2 * s.Velocity2;

        TReal d1 = TReal.Constant(0.25) + (TReal.Constant(1.25) + cosine2) + one + one;
        TReal d2 = TReal.Constant(0.25) + (half * cosine2) + one;
        TReal phi2 = TReal.Constant(0.5 * Gravity) * TReal.Cos((s.Angle1 + s.Angle2) - quarterTurn);
        TReal phi1 = (-(half * square2 * sine2) - (s.Velocity2 * s.Velocity1 * sine2))
            + (TReal.Constant(1.5 * Gravity) * TReal.Cos(s.Angle1 - quarterTurn))
            + phi2;

        AcrobotState<TReal> rates = default;
        rates.Angle1 = s.Velocity1;
        rates.Angle2 = s.Velocity2;
        rates.Velocity2 = (torque + (d2 / d1 * phi1) - (half * square1 * sine2) - phi2)
            / (TReal.Constant(1.25) - (d2 * d2 / d1));
        rates.Velocity1 = -((d2 * rates.Velocity2) + phi1) / d1;
        return rates;
    }

    /// <summary><c>state + seconds * rates</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AcrobotState<TReal> Along(
        in AcrobotState<TReal> state, double seconds, in AcrobotState<TReal> rates)
    {
        TReal step = TReal.Constant(seconds);
        AcrobotState<TReal> moved = default;
        moved.Angle1 = state.Angle1 + (step * rates.Angle1);
        moved.Angle2 = state.Angle2 + (step * rates.Angle2);
        moved.Velocity1 = state.Velocity1 + (step * rates.Velocity1);
        moved.Velocity2 = state.Velocity2 + (step * rates.Velocity2);
        return moved;
    }

    /// <summary>The same angle in [-pi, pi], by whole turns; an angle already there is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Wrap(TReal angle)
    {
        TReal halfTurn = TReal.Constant(Math.PI);
        TReal fullTurn = TReal.Constant(FullTurn);
        TReal turns = TReal.Floor((angle + halfTurn) / fullTurn);
        return TReal.SelectLess(halfTurn, TReal.Abs(angle), angle - (turns * fullTurn), angle);
    }
}
