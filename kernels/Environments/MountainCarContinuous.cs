using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// MountainCarContinuous-v0: rock a car out of a valley by a push in [-1, 1]; 100 for passing 0.45 m, less
/// 0.1 times the square of every action.
/// </summary>
/// <remarks>
/// As Gymnasium 1 steps it: the push is clipped, and the action that is paid for is not.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct MountainCarContinuous<TReal> : IEnvironmentDynamics<TReal, MountainCarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>The position to reach, m.</summary>
    public const double Goal = 0.45;

    private const double Power = 0.0015;
    private const double PushLimit = 1.0;
    private const double GoalReward = 100.0;
    private const double ActionCost = 0.1;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "MountainCarContinuous-v0",
        ObservationNames = ["position (m)", "velocity (m/step)"],
        Actions = ActionSpace.Continuous(1),
        TimeLimit = 999,
        SolvedReturn = 90.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => 1;

    /// <inheritdoc/>
    public static int ScratchColumns => 0;

    /// <inheritdoc/>
    public static double[] Constants => [];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MountainCarState<TReal> Reset(in StateUniforms<TReal> uniforms) =>
        MountainCarValley.Start(uniforms.U0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in MountainCarState<TReal> state, int index) =>
        index == 0 ? state.Position : state.Velocity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TMemory>(
        ref MountainCarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal push = Interval.Clip(action.A0, -PushLimit, PushLimit) * TReal.Constant(Power);
        MountainCarValley.Advance(ref state, push);
        terminated = MountainCarValley.Reached(state, Goal);
        reward = (TReal.Constant(GoalReward) * terminated)
            - (action.A0 * action.A0 * TReal.Constant(ActionCost));
    }
}
