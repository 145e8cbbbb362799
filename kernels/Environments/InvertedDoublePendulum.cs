using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// InvertedDoublePendulum-v5: keep two poles in a row upright by a force on their cart; 10 a step less penalties for
/// where the tip is and how fast the poles turn, until the tip is below 1 m. Version 4 gives the 10 on the last step
/// too and observes the constraint forces on the poles, which are zero.
/// </summary>
/// <remarks>
/// As Gymnasium 1 sets it up in MuJoCo. Tip and constraint force are those of the last Runge-Kutta stage, as MuJoCo
/// holds them after a step.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TVersion">Of the task.</typeparam>
public readonly struct InvertedDoublePendulum<TReal, TVersion> : IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
    where TVersion : struct, ITaskVersion
{
    private const double StartNoise = 0.1;
    private const double Clip = 10.0;
    private const double PoleLength = 0.6;
    private const double LowestTip = 1.0;
    private const double TargetHeight = 2.0;
    private const double AliveReward = 10.0;
    private const int LastPole = 2;
    private const int CartLimit = 0;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = TVersion.Number < 5 ? "InvertedDoublePendulum-v4" : "InvertedDoublePendulum-v5",
        ObservationNames = Names(),
        Actions = ActionSpace.Continuous(1),
        TimeLimit = 1000,
        StepSeconds = PlanarTask<TReal, InvertedDoublePendulumModel>.StepSeconds,
        SolvedReturn = 9100.0,
    };

    /// <inheritdoc/>
    public static int StartNumbers => PlanarTask<TReal, InvertedDoublePendulumModel>.NormalNumbers;

    /// <inheritdoc/>
    public static int ScratchColumns => PlanarPlan<InvertedDoublePendulumModel>.Columns;

    /// <inheritdoc/>
    public static double[] Constants => PlanarMechanism.Constants<InvertedDoublePendulumModel>();

    /// <inheritdoc/>
    public static PlanarState<TReal> Reset(in StateUniforms<TReal> uniforms) =>
        PlanarTask<TReal, InvertedDoublePendulumModel>.NormalNoise(uniforms, StartNoise, StartNoise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Observation(in PlanarState<TReal> state, int index) => index switch
    {
        0 => state.Q0,
        1 => TReal.Sin(state.Q1),
        2 => TReal.Sin(state.Q2),
        3 => TReal.Cos(state.Q1),
        4 => TReal.Cos(state.Q2),
        5 => Interval.Clip(state.V0, -Clip, Clip),
        6 => Interval.Clip(state.V1, -Clip, Clip),
        7 => Interval.Clip(state.V2, -Clip, Clip),
        8 => Interval.Clip(state.Kept0, -Clip, Clip),
        _ => TReal.Constant(0.0),
    };

    /// <inheritdoc/>
    public static void Step<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory, out TReal reward,
        out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        PlanarTask<TReal, InvertedDoublePendulumModel>.Advance(ref state, action, memory);
        state.Kept0 = PlanarLimits<TReal, TMemory, InvertedDoublePendulumModel>.Force(memory, CartLimit);
        PlanarKinematics<TReal, TMemory, InvertedDoublePendulumModel>.Point(
            memory, LastPole, 0.0, PoleLength, out TReal tipU, out TReal height);
        tipU += memory[PlanarPlan<InvertedDoublePendulumModel>.RootU];

        TReal finite = PlanarTask<TReal, InvertedDoublePendulumModel>.IsFinite(state);
        TReal upright = TReal.SelectLess(TReal.Constant(LowestTip), height, finite, zero);
        TReal below = height - TReal.Constant(TargetHeight);
        TReal distance = (TReal.Constant(0.01) * tipU * tipU) + (below * below);
        TReal speed = (TReal.Constant(1e-3) * state.V1 * state.V1) + (TReal.Constant(5e-3) * state.V2 * state.V2);
        TReal alive = TReal.Constant(AliveReward) * (TVersion.Number < 5 ? one : upright);
        reward = alive - distance - speed;
        terminated = one - upright;
    }

    private static string[] Names()
    {
        string[] all =
        [
            "cart position (m)", "sine of pole 1's angle", "sine of pole 2's angle against pole 1",
            "cosine of pole 1's angle", "cosine of pole 2's angle against pole 1", "cart velocity (m/s)",
            "angular velocity of pole 1 (rad/s)", "angular velocity of pole 2 against pole 1 (rad/s)",
            "constraint force on the cart (N)", "constraint torque on pole 1 (N m)",
            "constraint torque on pole 2 (N m)",
        ];
        return TVersion.Number < 5 ? all : all[..9];
    }
}
