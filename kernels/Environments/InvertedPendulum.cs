using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// InvertedPendulum-v5: keep a pole upright by a force on its cart; 1 a step, and none for the one in which it falls.
/// Version 4 rewards that one too.
/// </summary>
/// <remarks>Barto, Sutton and Anderson (1983) as Gymnasium 1 sets it up in MuJoCo.</remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TVersion">Of the task.</typeparam>
public readonly struct InvertedPendulum<TReal, TVersion> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
    where TVersion : struct, ITaskVersion
{
    private const double StartNoise = 0.01;
    private const double LargestAngle = 0.2;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = TVersion.Number < 5 ? "InvertedPendulum-v4" : "InvertedPendulum-v5",
        ObservationNames =
        [
            "cart position (m)", "pole angle (rad)", "cart velocity (m/s)", "pole angular velocity (rad/s)",
        ],
        Actions = ActionSpace.Continuous(1),
        TimeLimit = 1000,
        StepSeconds = PlanarTask<TReal, InvertedPendulumModel>.StepSeconds,
        SolvedReturn = 950.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => PlanarTask<TReal, InvertedPendulumModel>.UniformNumbers;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<InvertedPendulumModel>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<InvertedPendulumModel>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms) =>
        PlanarTask<TReal, InvertedPendulumModel>.UniformNoise(uniforms, StartNoise, StartNoise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index) => index < 2
        ? state.Position(index)
        : state.Velocity(index - 2);

    /// <inheritdoc/>
    public static void Step<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        PlanarTask<TReal, InvertedPendulumModel>.Advance(ref state, action, memory);

        // At the limit itself the pole still stands.
        TReal finite = PlanarTask<TReal, InvertedPendulumModel>.IsFinite(state);
        TReal upright = TReal.SelectLess(TReal.Constant(LargestAngle), TReal.Abs(state.Q1), zero, finite);
        terminated = one - upright;
        reward = TVersion.Number < 5 ? one : upright;
    }
}
