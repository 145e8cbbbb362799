using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>A car in a valley.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct MountainCarState<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Position along the horizontal axis, in m.</summary>
    public TReal Position;

    /// <summary>Velocity, in m per step.</summary>
    public TReal Velocity;
}

/// <summary>
/// MountainCar-v0: rock a car out of a valley by pushing left (0), not at all (1) or right (2); -1 a step
/// until it passes 0.5 m.
/// </summary>
/// <remarks>Moore (1990) as Gymnasium 1 steps it.</remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public readonly struct MountainCar<TReal> : IEnvironmentDynamics<TReal, MountainCarState<TReal>>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>The position to reach, m.</summary>
    public const double Goal = 0.5;

    private const double Push = 0.001;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "MountainCar-v0",
        ObservationNames = ["position (m)", "velocity (m/step)"],
        Actions = ActionSpace.Discrete(3),
        TimeLimit = 200,
        SolvedReturn = -110.0,
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
        TReal push = (action.A0 - TReal.Constant(1.0)) * TReal.Constant(Push);
        MountainCarValley.Advance(ref state, push);
        reward = TReal.Constant(-1.0);
        terminated = MountainCarValley.Reached(state, Goal);
    }
}
