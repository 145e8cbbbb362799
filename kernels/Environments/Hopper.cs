using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// Hopper-v5: hop on one leg in the plane; velocity along x, plus 1 while upright, less a cost of control; an episode
/// ends when the hopper is not upright. Version 4 gives the 1 on the last step too.
/// </summary>
/// <remarks>
/// Erez, Tassa and Todorov (2011) as Gymnasium 1 sets it up in MuJoCo 3.5 and later. The model file lets the torso
/// touch leg and foot and the thigh the foot; here they do not, which no episode notices before it ends.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TVersion">Of the task.</typeparam>
public readonly struct Hopper<TReal, TVersion> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
    where TVersion : struct, ITaskVersion
{
    private const double LowestHeight = 0.7;
    private const double LargestPitch = 0.2;
    private const double StateLimit = 100.0;
    private const double StartNoise = 0.005;
    private const double StartHeight = 1.25;
    private const double StepSeconds = 0.008;
    private const double ControlCost = 1e-3;
    private const double VelocityClip = 10.0;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = TVersion.Number < 5 ? "Hopper-v4" : "Hopper-v5",
        ObservationNames =
        [
            "height of the torso (m)", "pitch of the torso (rad)", "angle of the thigh (rad)",
            "angle of the leg (rad)", "angle of the foot (rad)", "velocity along x (m/s)", "velocity along z (m/s)",
            "angular velocity of the torso (rad/s)", "angular velocity of the thigh (rad/s)",
            "angular velocity of the leg (rad/s)", "angular velocity of the foot (rad/s)",
        ],
        Actions = ActionSpace.Continuous(3),
        TimeLimit = 1000,
        StepSeconds = PlanarTask<TReal, HopperModel>.StepSeconds,
        SolvedReturn = 3800.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => PlanarTask<TReal, HopperModel>.UniformNumbers;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<HopperModel>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<HopperModel>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms)
    {
        PlanarState<TReal> state = PlanarTask<TReal, HopperModel>.UniformNoise(
            uniforms, StartNoise, StartNoise);
        state.Q1 += TReal.Constant(StartHeight);
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index)
    {
        TReal value = PlanarTask<TReal, HopperModel>.Floating(state, index);
        return index < PlanarPlan<HopperModel>.Dofs - 1
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
        TReal moved = PlanarTask<TReal, HopperModel>.Advance(ref state, action, memory);
        TReal healthy = Healthy(state);
        TReal alive = TVersion.Number < 5 ? one : healthy;
        reward = (moved / TReal.Constant(StepSeconds)) + alive
            - (TReal.Constant(ControlCost) * PlanarTask<TReal, HopperModel>.SquareSum(action));
        terminated = one - healthy;
    }

    // A NaN is not healthy: every comparison with it fails.
    private static TReal Healthy(in PlanarState<TReal> state)
    {
        TReal zero = TReal.Constant(0.0);
        TReal limit = TReal.Constant(StateLimit);
        TReal healthy = TReal.SelectLess(
            TReal.Constant(LowestHeight), state.Q1,
            TReal.SelectLess(TReal.Abs(state.Q2), TReal.Constant(LargestPitch), TReal.Constant(1.0), zero), zero);
        for (int dof = 0; dof < PlanarPlan<HopperModel>.Dofs; dof++)
        {
            TReal position = state.Position(dof > 1 ? dof : 2);
            healthy = TReal.SelectLess(TReal.Abs(position), limit, healthy, zero);
            healthy = TReal.SelectLess(TReal.Abs(state.Velocity(dof)), limit, healthy, zero);
        }

        return healthy;
    }
}
