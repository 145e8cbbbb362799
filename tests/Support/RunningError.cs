using System;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A number that carries a bound on how far the same computation in single precision may be off: Wilkinson's
/// running error analysis. A device function run on these yields the tolerance for comparing its
/// single-precision result with its double-precision one.
/// </summary>
/// <remarks>
/// A choice that the bound leaves open bounds the distance to the other outcome too. Elementary functions
/// count 2 ulp.
/// </remarks>
internal readonly struct RunningError(double value, double error) : IReal<RunningError>
{
    private const double UnitRoundoff = 1.0 / (1L << 24);
    private const double ElementaryUlps = 2.0;

    // Half the spacing of denormal numbers.
    private static readonly double Underflow = Math.ScaleB(1.0, -150);

    public double Value { get; } = value;

    public double Error { get; } = error;

    /// <summary>An argument that single precision holds exactly.</summary>
    public static RunningError Exact(float x) => new(x, 0.0);

    public static RunningError Constant(double value) => new(value, Math.Abs(value - (float)value));

    public static RunningError operator +(RunningError left, RunningError right) =>
        Rounded(left.Value + right.Value, left.Error + right.Error);

    public static RunningError operator -(RunningError left, RunningError right) =>
        Rounded(left.Value - right.Value, left.Error + right.Error);

    public static RunningError operator *(RunningError left, RunningError right) =>
        Rounded(left.Value * right.Value, ProductError(left, right));

    public static RunningError operator /(RunningError left, RunningError right)
    {
        double quotient = left.Value / right.Value;
        double leastDivisor = Math.Abs(right.Value) - right.Error;
        return Rounded(quotient, ((Math.Abs(quotient) * right.Error) + left.Error) / leastDivisor);
    }

    public static RunningError operator -(RunningError value) => new(-value.Value, value.Error);

    public static RunningError FusedMultiplyAdd(RunningError a, RunningError b, RunningError c) =>
        Rounded(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value), ProductError(a, b) + c.Error);

    public static RunningError Abs(RunningError x) => new(Math.Abs(x.Value), x.Error);

    public static RunningError Sqrt(RunningError x)
    {
        double least = Math.Sqrt(Math.Max(x.Value - x.Error, 0.0));
        return Rounded(Math.Sqrt(x.Value), Math.Sqrt(x.Value + x.Error) - least);
    }

    public static RunningError Floor(RunningError x)
    {
        double floor = Math.Floor(x.Value);
        double above = Math.Floor(x.Value + x.Error) - floor;
        return new(floor, Math.Max(above, floor - Math.Floor(x.Value - x.Error)));
    }

    public static RunningError SelectLess(
        RunningError left, RunningError right, RunningError whenLess, RunningError otherwise) =>
        left.Value < right.Value
            ? Select(left, right, whenLess, otherwise)
            : Select(left, right, otherwise, whenLess);

    public static RunningError SelectEqual(
        RunningError left, RunningError right, RunningError whenEqual, RunningError otherwise) =>
        left.Value == right.Value
            ? Select(left, right, whenEqual, otherwise)
            : Select(left, right, otherwise, whenEqual);

    public static bool IsAnyNonZero(RunningError x) => x.Value != 0.0;

    public static RunningError Exp(RunningError x) =>
        Elementary(Math.Exp(x.Value), Math.Exp(x.Value) * (Math.Exp(x.Error) - 1.0));

    public static RunningError Log(RunningError x) =>
        Elementary(Math.Log(x.Value), -Math.Log(1.0 - (x.Error / x.Value)));

    public static RunningError Tanh(RunningError x) => Elementary(Math.Tanh(x.Value), x.Error);

    public static RunningError Sin(RunningError x) => Elementary(Math.Sin(x.Value), x.Error);

    public static RunningError Cos(RunningError x) => Elementary(Math.Cos(x.Value), x.Error);

    private static double ProductError(RunningError a, RunningError b) =>
        (Math.Abs(a.Value) * b.Error) + (Math.Abs(b.Value) * a.Error) + (a.Error * b.Error);

    private static RunningError Rounded(double value, double error) =>
        new(value, error + (UnitRoundoff * (Math.Abs(value) + error)) + Underflow);

    // An ulp is at most two units of roundoff of the number.
    private static RunningError Elementary(double value, double error) =>
        new(value, error + (2.0 * ElementaryUlps * UnitRoundoff * (Math.Abs(value) + error)) + Underflow);

    private static RunningError Select(
        RunningError left, RunningError right, RunningError chosen, RunningError other)
    {
        // Equal operands without error are decided; anything within the error is not.
        double doubt = left.Error + right.Error;
        bool decided = doubt == 0.0 || Math.Abs(left.Value - right.Value) > doubt;
        return decided
            ? chosen
            : new(chosen.Value, Math.Max(chosen.Error, Math.Abs(other.Value - chosen.Value) + other.Error));
    }
}
