using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// The elementary functions of single-precision code, written once for GPU threads and CPU vectors.
/// </summary>
/// <remarks>
/// Straight-line code: arithmetic rounded operation by operation, explicit fused multiply-adds and selects,
/// so that every lane width on every machine gives the same bits. Errors are stated in units in the last
/// place of the true result and were measured over all 2^32 arguments. A NaN gives a NaN; its payload is not
/// specified.
/// </remarks>
public static partial class Elementary
{
    // Adding and taking away 3 * 2^22 rounds to the nearest integer, ties to even, below 2^22.
    private const double IntegerRounding = 12582912.0;

    // ln 2 in two parts: the first has 10 bits, so that its products with exponents are exact.
    private const double Ln2High = 0.693359375;
    private const double Ln2Low = -2.12194440e-4;

    /// <summary>The integer nearest to <c>a * b</c>, for results below 2^22 in magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T RoundProduct<T>(T a, T b)
        where T : unmanaged, IFloat32Lanes<T>
    {
        T rounding = T.Constant(IntegerRounding);
        return T.FusedMultiplyAdd(a, b, rounding) - rounding;
    }
}
