using System;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>A double-precision number: device functions on the host, where they are compared with the truth.</summary>
public readonly struct Float64(double value) : IReal<Float64>
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public static Float64 Constant(double value) => new(value);

    /// <inheritdoc/>
    public static Float64 operator +(Float64 left, Float64 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    public static Float64 operator -(Float64 left, Float64 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    public static Float64 operator *(Float64 left, Float64 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    public static Float64 operator /(Float64 left, Float64 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    public static Float64 operator -(Float64 value) => new(-value.Value);

    /// <inheritdoc/>
    public static Float64 FusedMultiplyAdd(Float64 a, Float64 b, Float64 c) =>
        new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Float64 Abs(Float64 x) => new(Math.Abs(x.Value));

    /// <inheritdoc/>
    public static Float64 Sqrt(Float64 x) => new(Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Float64 Floor(Float64 x) => new(Math.Floor(x.Value));

    /// <inheritdoc/>
    public static Float64 SelectLess(Float64 left, Float64 right, Float64 whenLess, Float64 otherwise) =>
        left.Value < right.Value ? whenLess : otherwise;

    /// <inheritdoc/>
    public static Float64 SelectEqual(Float64 left, Float64 right, Float64 whenEqual, Float64 otherwise) =>
        left.Value == right.Value ? whenEqual : otherwise;

    /// <inheritdoc/>
    public static bool IsAnyNonZero(Float64 x) => x.Value != 0.0;

    /// <inheritdoc/>
    public static Float64 Exp(Float64 x) => new(Math.Exp(x.Value));

    /// <inheritdoc/>
    public static Float64 Log(Float64 x) => new(Math.Log(x.Value));

    /// <inheritdoc/>
    public static Float64 Tanh(Float64 x) => new(Math.Tanh(x.Value));

    /// <inheritdoc/>
    public static Float64 Sin(Float64 x) => new(Math.Sin(x.Value));

    /// <inheritdoc/>
    public static Float64 Cos(Float64 x) => new(Math.Cos(x.Value));

    /// <inheritdoc/>
    public override string ToString() => $"{Value}";
}
