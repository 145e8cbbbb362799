using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// Swimmer-v5: three links in a viscous fluid; velocity along x less a cost of control, and no state ends an episode.
/// Version 4 is the same task.
/// </summary>
/// <remarks>Coulom (2002) as Gymnasium 1 sets it up in MuJoCo.</remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct Swimmer<TReal> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    private const double StartNoise = 0.1;
    private const double StepSeconds = 0.04;
    private const double ControlCost = 1e-4;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Swimmer-v5",
        ObservationNames =
        [
            "angle of the front (rad)", "angle of joint 1 (rad)", "angle of joint 2 (rad)", "velocity along x (m/s)",
            "velocity along y (m/s)", "angular velocity of the front (rad/s)", "angular velocity of joint 1 (rad/s)",
            "angular velocity of joint 2 (rad/s)",
        ],
        Actions = ActionSpace.Continuous(2),
        TimeLimit = 1000,
        StepSeconds = PlanarTask<TReal, SwimmerModel>.StepSeconds,
        SolvedReturn = 360.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => PlanarTask<TReal, SwimmerModel>.UniformNumbers;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<SwimmerModel>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<SwimmerModel>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms) =>
        PlanarTask<TReal, SwimmerModel>.UniformNoise(uniforms, StartNoise, StartNoise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index)
    {
        const int Hidden = 2;
        int angles = PlanarPlan<SwimmerModel>.Dofs - Hidden;
        return index < angles ? state.Position(index + Hidden) : state.Velocity(index - angles);
    }

    /// <inheritdoc/>
    public static void Step<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal moved = PlanarTask<TReal, SwimmerModel>.Advance(ref state, action, memory);
        reward = (moved / TReal.Constant(StepSeconds))
            - (TReal.Constant(ControlCost) * PlanarTask<TReal, SwimmerModel>.SquareSum(action));
        terminated = TReal.Constant(1.0) - PlanarTask<TReal, SwimmerModel>.IsFinite(state);
    }
}
