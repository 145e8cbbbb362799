using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>A cart on a track and the pole hinged to it.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct CartPoleState<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Position of the cart from the middle of the track, in m.</summary>
    public TReal Position;

    /// <summary>Velocity of the cart, in m/s.</summary>
    public TReal Velocity;

    /// <summary>Angle of the pole from upright, in rad.</summary>
    public TReal Angle;

    /// <summary>Angular velocity of the pole, in rad/s.</summary>
    public TReal AngularVelocity;
}

/// <summary>
/// CartPole-v1: keep a pole upright by pushing its cart left (0) or right (1); 1 a step until it falls.
/// </summary>
/// <remarks>
/// Barto, Sutton and Anderson (1983) as Gymnasium 1 steps it: the equations of Florian (2007) without
/// friction, Euler's method, the old velocities moving the positions.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct CartPole<TReal> : IEnvironmentDynamics<TReal, CartPoleState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Half the length of the pole, m.</summary>
    public const double PoleHalfLength = 0.5;

    /// <summary>Where the track ends on either side, m.</summary>
    public const double PositionLimit = 2.4;

    private const double Gravity = 9.8;
    private const double CartMass = 1.0;
    private const double PoleMass = 0.1;
    private const double TotalMass = PoleMass + CartMass;
    private const double PoleMassLength = PoleMass * PoleHalfLength;
    private const double Push = 10.0;
    private const double StepSeconds = 0.02;
    private const double AngleLimit = 12.0 * 2.0 * Math.PI / 360.0;
    private const double StartLimit = 0.05;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "CartPole-v1",
        ObservationNames =
            ["cart position (m)", "cart velocity (m/s)", "pole angle (rad)", "pole angular velocity (rad/s)"],
        Actions = ActionSpace.Discrete(2),
        TimeLimit = 500,
        StepSeconds = StepSeconds,
        SolvedReturn = 475.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => 4;

    /// <inheritdoc/>
    public static int ScratchColumns => 0;

    /// <inheritdoc/>
    public static double[] Constants => [];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CartPoleState<TReal> Reset(in StateUniforms<TReal> uniforms) => new()
    {
        Position = Interval.At(uniforms.U0, -StartLimit, StartLimit),
        Velocity = Interval.At(uniforms.U1, -StartLimit, StartLimit),
        Angle = Interval.At(uniforms.U2, -StartLimit, StartLimit),
        AngularVelocity = Interval.At(uniforms.U3, -StartLimit, StartLimit),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in CartPoleState<TReal> state, int index) => index switch
    {
        0 => state.Position,
        1 => state.Velocity,
        2 => state.Angle,
        _ => state.AngularVelocity,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TMemory>(
        ref CartPoleState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        TReal totalMass = TReal.Constant(TotalMass);
        TReal poleMassLength = TReal.Constant(PoleMassLength);
        TReal step = TReal.Constant(StepSeconds);

        TReal force = TReal.SelectEqual(action.A0, one, TReal.Constant(Push), TReal.Constant(-Push));
        TReal cosine = TReal.Cos(state.Angle);
        TReal sine = TReal.Sin(state.Angle);

        TReal spin = state.AngularVelocity * state.AngularVelocity;
        TReal drive = (force + (poleMassLength * spin * sine)) / totalMass;
        TReal inertia = TReal.Constant(4.0 / 3.0)
            - (TReal.Constant(PoleMass) * (cosine * cosine) / totalMass);
        TReal angularAcceleration = ((TReal.Constant(Gravity) * sine) - (cosine * drive))
            / (TReal.Constant(PoleHalfLength) * inertia);
        TReal acceleration = drive - (poleMassLength * angularAcceleration * cosine / totalMass);

        state.Position = state.Position + (step * state.Velocity);
        state.Velocity = state.Velocity + (step * acceleration);
        state.Angle = state.Angle + (step * state.AngularVelocity);
        state.AngularVelocity = state.AngularVelocity + (step * angularAcceleration);

        reward = one;
        terminated = TReal.SelectLess(
            TReal.Constant(PositionLimit),
            TReal.Abs(state.Position),
            one,
            TReal.SelectLess(TReal.Constant(AngleLimit), TReal.Abs(state.Angle), one, zero));
    }
}
