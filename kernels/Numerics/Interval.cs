using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>Closed intervals between two constants.</summary>
public static class Interval
{
    /// <summary>The number of the interval nearest to <paramref name="x"/>; a NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Clip<T>(T x, double low, double high)
        where T : unmanaged, IReal<T>
    {
        T lowest = T.Constant(low);
        T highest = T.Constant(high);
        return T.SelectLess(x, lowest, lowest, T.SelectLess(highest, x, highest, x));
    }

    /// <summary>
    /// The number that lies at <paramref name="fraction"/> of the way from one end to the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T fraction, double low, double high)
        where T : unmanaged, IReal<T> => T.Constant(low) + (T.Constant(high - low) * fraction);
}
