using System;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A number in double, with the deviation that float32 roundings give an evaluation of the same formula.
/// </summary>
/// <remarks>
/// Every operation passes on the deviations of its operands and adds its own rounding, so that the tolerance
/// of a comparison is computed beside the value it belongs to and no number in it is chosen. Roundings are
/// taken as independent and add in quadrature: with the factor <see cref="Confidence"/> the bound fails once
/// in 3e7 times (Higham and Mary, A new approach to probabilistic rounding error analysis, 2019).
/// The worst case, where every rounding has the worst sign, is thousands of times larger for a network of
/// three layers: it would let mistakes through.
/// </remarks>
public readonly struct Rounded(double value, double deviation)
{
    /// <summary>Unit roundoff of float32.</summary>
    public const double U = 1.0 / (1 << 24);

    /// <summary>What a result below the normal range may lose, even where such results become zero.</summary>
    public const double Tiny = 1.1754943508222875e-38;

    // 2 exp(-6^2/2) = 3e-8.
    private const double Confidence = 6;

    // The project's elementary functions err by at most 2 ulp, and an ulp is at most 2 U.
    private const double ElementaryRoundings = 4;

    /// <summary>The number itself, to double precision.</summary>
    public double Value { get; } = value;

    /// <summary>By how much float32 evaluations differ: a standard deviation, from above.</summary>
    public double Deviation { get; } = deviation;

    /// <summary>The most by which a float32 evaluation may differ.</summary>
    public double Allowed => Confidence * Deviation;

    /// <summary>Whether a float32 evaluation may see the other side of zero.</summary>
    public bool MayCrossZero => Math.Abs(Value) < Allowed;

    /// <summary>A number that float32 holds exactly.</summary>
    public static implicit operator Rounded(float value) => new(value, 0);

    /// <summary>A constant, rounded once.</summary>
    public static Rounded Constant(double value) => Round(value, 0, 1);

    public static Rounded operator +(Rounded left, Rounded right) =>
        Round(left.Value + right.Value, double.Hypot(left.Deviation, right.Deviation), 1);

    public static Rounded operator -(Rounded left, Rounded right) =>
        Round(left.Value - right.Value, double.Hypot(left.Deviation, right.Deviation), 1);

    public static Rounded operator -(Rounded value) => new(-value.Value, value.Deviation);

    public static Rounded operator *(Rounded left, Rounded right) =>
        Round(left.Value * right.Value, Math.Sqrt(ProductVariance(left, right)), 1);

    public static Rounded operator /(Rounded left, Rounded right)
    {
        double value = left.Value / right.Value;
        return Round(value, double.Hypot(left.Deviation, value * right.Deviation) / Math.Abs(right.Value), 1);
    }

    public static Rounded Exp(Rounded x) => Monotone(Math.Exp, x);

    public static Rounded Log(Rounded x) => Monotone(Math.Log, x);

    public static Rounded Tanh(Rounded x) => Monotone(Math.Tanh, x);

    /// <summary>The root of a number that is not negative: correctly rounded, as IEEE 754 has it.</summary>
    public static Rounded Sqrt(Rounded x) => Monotone(value => Math.Sqrt(Math.Max(0, value)), x, roundings: 1);

    /// <summary>The value nearest to x within the bounds: no rounding, and deviations do not grow.</summary>
    public static Rounded Clamp(Rounded x, double low, double high) =>
        new(Math.Clamp(x.Value, low, high), x.Deviation);

    /// <summary>max(x, 0): exactly zero where float32 cannot see a positive x.</summary>
    public static Rounded Positive(Rounded x) =>
        x.Value > 0 || x.MayCrossZero ? new Rounded(Math.Max(x.Value, 0), x.Deviation) : 0f;

    internal static double ProductVariance(Rounded left, Rounded right)
    {
        double fromLeft = left.Deviation * right.Value;
        double fromRight = left.Value * right.Deviation;
        double fromBoth = left.Deviation * right.Deviation;
        return (fromLeft * fromLeft) + (fromRight * fromRight) + (fromBoth * fromBoth);
    }

    private static Rounded Round(double value, double propagated, double roundings) =>
        new(value, double.Hypot(propagated, roundings * U * Math.Abs(value)) + Tiny);

    private static Rounded Monotone(
        Func<double, double> function, Rounded x, double roundings = ElementaryRoundings)
    {
        double value = function(x.Value);
        double above = Math.Abs(function(x.Value + x.Deviation) - value);
        double below = Math.Abs(value - function(x.Value - x.Deviation));
        return Round(value, Math.Max(above, below), roundings);
    }
}
