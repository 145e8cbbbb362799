using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>A rod on a hinge.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct PendulumState<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Angle from upright, in rad, counting turns.</summary>
    public TReal Angle;

    /// <summary>Angular velocity, in rad/s.</summary>
    public TReal AngularVelocity;
}

/// <summary>
/// Pendulum-v1: swing a rod up and hold it there with a torque that is clipped to 2 N m; the reward is minus
/// the squares of angle, velocity and torque, and no state ends an episode.
/// </summary>
/// <remarks>
/// As Gymnasium 1 steps it: semi-implicit Euler, and a reward for the state before the step.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct Pendulum<TReal> : IEnvironmentDynamics<TReal, PendulumState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>l: length of the rod, m.</summary>
    public const double RodLength = 1.0;

    private const double RodMass = 1.0;
    private const double Gravity = 10.0;
    private const double GravityTerm = 3.0 * Gravity / (2.0 * RodLength);
    private const double TorqueTerm = 3.0 / (RodMass * RodLength * RodLength);
    private const double StepSeconds = 0.05;
    private const double VelocityLimit = 8.0;
    private const double TorqueLimit = 2.0;
    private const double StartVelocityLimit = 1.0;
    private const double FullTurn = 2.0 * Math.PI;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Pendulum-v1",
        ObservationNames = ["cosine of angle", "sine of angle", "angular velocity (rad/s)"],
        Actions = ActionSpace.Continuous(1),
        TimeLimit = 200,
        StepSeconds = StepSeconds,
    };

    /// <inheritdoc/>
    public static int StartNumbers => 2;

    /// <inheritdoc/>
    public static int ScratchColumns => 0;

    /// <inheritdoc/>
    public static double[] Constants => [];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PendulumState<TReal> Reset(in StateUniforms<TReal> uniforms) => new()
    {
        Angle = Interval.At(uniforms.U0, -Math.PI, Math.PI),
        AngularVelocity = Interval.At(uniforms.U1, -StartVelocityLimit, StartVelocityLimit),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PendulumState<TReal> state, int index) => index switch
    {
        0 => TReal.Cos(state.Angle),
        1 => TReal.Sin(state.Angle),
        _ => state.AngularVelocity,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TMemory>(
        ref PendulumState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal step = TReal.Constant(StepSeconds);
        TReal torque = Interval.Clip(action.A0, -TorqueLimit, TorqueLimit);

        TReal fromUpright = AngleFromUpright(state.Angle);
        TReal cost = (fromUpright * fromUpright)
            + (TReal.Constant(0.1) * (state.AngularVelocity * state.AngularVelocity))
            + (TReal.Constant(0.001) * (torque * torque));

        TReal acceleration = (TReal.Constant(GravityTerm) * TReal.Sin(state.Angle))
            + (TReal.Constant(TorqueTerm) * torque);
        TReal velocity = state.AngularVelocity + (acceleration * step);
        state.AngularVelocity = Interval.Clip(velocity, -VelocityLimit, VelocityLimit);
        state.Angle = state.Angle + (state.AngularVelocity * step);

        reward = -cost;
        terminated = TReal.Constant(0.0);
    }

    /// <summary>
    /// The same angle in [-pi, pi); the remainder of the division by whole turns is rounded once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal AngleFromUpright(TReal angle)
    {
        TReal halfTurn = TReal.Constant(Math.PI);
        TReal shifted = angle + halfTurn;
        TReal turns = TReal.Floor(shifted / TReal.Constant(FullTurn));
        return TReal.FusedMultiplyAdd(turns, TReal.Constant(-FullTurn), shifted) - halfTurn;
    }
}
