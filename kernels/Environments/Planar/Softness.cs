using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// How a constraint of one class yields: MuJoCo's <c>solref</c> (time constant, damping ratio 1) and <c>solimp</c>
/// (impedance from d0 to d1 over a width, midpoint 0.5, power 2).
/// </summary>
/// <param name="timeConstant">tc, s.</param>
/// <param name="start">d0: impedance where the constraint is just touched.</param>
/// <param name="end">d1: impedance at <paramref name="width"/> and beyond.</param>
/// <param name="width">Of the transition, m or rad.</param>
/// <param name="margin">Distance below which the constraint exists.</param>
public sealed class Softness(double timeConstant, double start, double end, double width, double margin)
{
    /// <summary>Constants of one class.</summary>
    public const int Numbers = 6;

    private const int StiffnessAt = 0;
    private const int DampingAt = 1;
    private const int StartAt = 2;
    private const int RiseAt = 3;
    private const int SteepnessAt = 4;
    private const int MarginAt = 5;

    private readonly double start = Math.Clamp(start, 0.0001, 0.9999);
    private readonly double end = Math.Clamp(end, 0.0001, 0.9999);

    /// <summary>K = 1 / (d1^2 tc^2), 1/s^2.</summary>
    public double Stiffness => 1.0 / (end * end * timeConstant * timeConstant);

    /// <summary>B = 2 / (d1 tc), 1/s.</summary>
    public double Damping => 2.0 / (end * timeConstant);

    /// <summary>Writes the constants of the class.</summary>
    internal void CopyTo(Span<double> constants)
    {
        constants[StiffnessAt] = Stiffness;
        constants[DampingAt] = Damping;
        constants[StartAt] = start;
        constants[RiseAt] = end - start;
        constants[SteepnessAt] = 1.0 / width;
        constants[MarginAt] = margin;
    }

    /// <summary>
    /// The row of a constraint whose position is <paramref name="distance"/>: <c>d / (1 - d)</c>, 0 where it does not
    /// exist, and <c>-K d (distance - margin)</c>.
    /// </summary>
    /// <param name="memory">Constants.</param>
    /// <param name="softness">Number 0 of the class.</param>
    /// <param name="distance">From touching, negative when the constraint is violated.</param>
    /// <param name="weight"><c>d / (1 - d)</c>: what is left is to divide by the weight of what moves.</param>
    /// <param name="push">The acceleration wanted where there is no velocity.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Respond<TReal, TMemory>(
        TMemory memory, int softness, TReal distance, out TReal weight, out TReal push)
        where TReal : unmanaged, IReal<TReal>
        where TMemory : struct, IStepMemory<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        TReal two = TReal.Constant(2.0);
        TReal margin = memory.Constant(softness + MarginAt);
        TReal beyond = distance - margin;

        TReal x = TReal.Abs(beyond) * memory.Constant(softness + SteepnessAt);
        TReal left = one - x;
        TReal early = two * x * x;
        TReal late = TReal.FusedMultiplyAdd(-two * left, left, one);
        TReal rise = TReal.SelectLess(
            x, one, TReal.SelectLess(TReal.Constant(0.5), x, late, early), one);
        TReal impedance = TReal.FusedMultiplyAdd(
            rise, memory.Constant(softness + RiseAt), memory.Constant(softness + StartAt));

        weight = TReal.SelectLess(distance, margin, impedance / (one - impedance), zero);
        push = -memory.Constant(softness + StiffnessAt) * impedance * beyond;
    }

    /// <summary>B of a class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TReal DampingOf<TReal, TMemory>(TMemory memory, int softness)
        where TReal : unmanaged, IReal<TReal>
        where TMemory : struct, IStepMemory<TReal> => memory.Constant(softness + DampingAt);
}
