namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// A real number stored in the IEEE 754 binary32 format: what the elementary functions in
/// <c>Elementary</c> need beyond arithmetic.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IFloat32Lanes<TSelf> : IReal<TSelf>
    where TSelf : unmanaged, IFloat32Lanes<TSelf>
{
    /// <summary>The magnitude of one number with the sign of another, zeros and NaN included.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary><c>x * 2^n</c>, rounded once, for integral <paramref name="n"/> in [-126, 127].</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf x, TSelf n);

    /// <summary>The unbiased exponent field of a positive normal number: <c>floor(log2(x))</c>.</summary>
    static abstract TSelf ExponentField(TSelf x);

    /// <summary>The significand of a positive normal number, in [1, 2).</summary>
    static abstract TSelf SignificandField(TSelf x);
}
