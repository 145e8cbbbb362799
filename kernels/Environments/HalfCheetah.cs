using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// HalfCheetah-v5: run on two legs in the plane; velocity along x less a cost of control, and no state ends an episode.
/// Version 4 is the same task.
/// </summary>
/// <remarks>Wawrzynski (2009) as Gymnasium 1 sets it up in MuJoCo.</remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct HalfCheetah<TReal> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    private const double StartNoise = 0.1;
    private const double StepSeconds = 0.05;
    private const double ControlCost = 0.1;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "HalfCheetah-v5",
        ObservationNames =
        [
            "height of the trunk (m)", "pitch of the trunk (rad)", "angle of the back thigh (rad)",
            "angle of the back shin (rad)", "angle of the back foot (rad)", "angle of the front thigh (rad)",
            "angle of the front shin (rad)", "angle of the front foot (rad)", "velocity along x (m/s)",
            "velocity along z (m/s)", "angular velocity of the trunk (rad/s)",
            "angular velocity of the back thigh (rad/s)", "angular velocity of the back shin (rad/s)",
            "angular velocity of the back foot (rad/s)", "angular velocity of the front thigh (rad/s)",
            "angular velocity of the front shin (rad/s)", "angular velocity of the front foot (rad/s)",
        ],
        Actions = ActionSpace.Continuous(6),
        TimeLimit = 1000,
        StepSeconds = PlanarTask<TReal, HalfCheetahModel>.StepSeconds,
        SolvedReturn = 4800.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => PlanarTask<TReal, HalfCheetahModel>.NormalNumbers;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<HalfCheetahModel>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<HalfCheetahModel>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms) =>
        PlanarTask<TReal, HalfCheetahModel>.NormalNoise(uniforms, StartNoise, StartNoise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index) =>
        PlanarTask<TReal, HalfCheetahModel>.Floating(state, index);

    /// <inheritdoc/>
    public static void Step<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal moved = PlanarTask<TReal, HalfCheetahModel>.Advance(ref state, action, memory);
        reward = (moved / TReal.Constant(StepSeconds))
            - (TReal.Constant(ControlCost) * PlanarTask<TReal, HalfCheetahModel>.SquareSum(action));
        terminated = TReal.Constant(1.0) - PlanarTask<TReal, HalfCheetahModel>.IsFinite(state);
    }
}
