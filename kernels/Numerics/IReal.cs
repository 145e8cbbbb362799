namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// A real number, or a vector of independent ones, as device functions see it.
/// </summary>
/// <remarks>
/// Environment dynamics, action distributions and activations are written once over this interface and run as
/// <c>Float32</c> in GPU kernels, as vectors of 16, 8 or 1 floats in the CPU engine, and as
/// <see cref="Float64"/> on the host. There are no branches on values, since the lanes of a vector disagree: a
/// choice is a select. Contraction is never left to a compiler: where a product and a sum round once, the source
/// says <see cref="FusedMultiplyAdd"/>; where it does not, they round twice.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IReal<TSelf>
    where TSelf : unmanaged, IReal<TSelf>
{
    /// <summary>The constant nearest to <paramref name="value"/>, in every lane.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>Sum, rounded once.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Difference, rounded once.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Product, rounded once.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Quotient, rounded once.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The value with its sign changed.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary><c>a * b + c</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Magnitude.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>Square root, rounded once.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>Largest integer not above <paramref name="x"/>.</summary>
    static abstract TSelf Floor(TSelf x);

    /// <summary>
    /// <c>left &lt; right ? whenLess : otherwise</c>; a NaN on either side selects
    /// <paramref name="otherwise"/>.
    /// </summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf whenLess, TSelf otherwise);

    /// <summary>
    /// <c>left == right ? whenEqual : otherwise</c>; a NaN on either side selects
    /// <paramref name="otherwise"/>.
    /// </summary>
    static abstract TSelf SelectEqual(TSelf left, TSelf right, TSelf whenEqual, TSelf otherwise);

    /// <summary>
    /// Whether <paramref name="x"/> is other than zero in any lane, NaN included. For loops that run until no lane
    /// changes, and for work that no lane has; never for what a lane computes.
    /// </summary>
    static abstract bool IsAnyNonZero(TSelf x);

    /// <summary>e to the power <paramref name="x"/>.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>Natural logarithm.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>Hyperbolic tangent.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>Sine of an angle in radians.</summary>
    static abstract TSelf Sin(TSelf x);

    /// <summary>Cosine of an angle in radians.</summary>
    static abstract TSelf Cos(TSelf x);
}
