using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// The objective of proximal updates for one row, <c>min(ratio * A, clip(ratio, lowest, highest) * A)</c>, as its
/// gradient needs it.
/// </summary>
public static class ClippedObjective
{
    /// <summary>
    /// What the gradient of the ratio's logarithm is weighted by: <c>ratio * A</c>, and exactly zero where the clipped
    /// product is the smaller one.
    /// </summary>
    /// <remarks>
    /// That is where A is positive and the ratio above the highest, or A negative and the ratio below the lowest. A
    /// ratio at a bound is inside: it has its whole weight. A NaN in either number stays one. Between infinite bounds
    /// nothing is clipped, and the product is what it would be alone, to the bit.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Weight<TReal>(TReal ratio, TReal advantage, TReal lowest, TReal highest)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal product = ratio * advantage;
        TReal gain = TReal.SelectLess(highest, ratio, zero, product);
        TReal loss = TReal.SelectLess(ratio, lowest, zero, product);
        return TReal.SelectLess(zero, advantage, gain, TReal.SelectLess(advantage, zero, loss, product));
    }
}
