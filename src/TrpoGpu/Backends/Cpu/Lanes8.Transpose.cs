using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrpoGpu.Backends.Cpu;

internal readonly unsafe partial struct Lanes8
{
    // Selectors of 128-bit halves: the low halves of both operands, the high halves of both.
    private const byte LowHalves = 0x20;
    private const byte HighHalves = 0x31;

    /// <inheritdoc/>
    public static void Transpose(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        if (!Avx.IsSupported)
        {
            Lanes1.TransposeSquare(Count, source, sourceStride, destination, destinationStride);
            return;
        }

        Vector256<float> a0, a1, a2, a3, b0, b1, b2, b3;
        TransposeHalves(source, sourceStride, out a0, out a1, out a2, out a3);
        TransposeHalves(source + (4 * sourceStride), sourceStride, out b0, out b1, out b2, out b3);
        StoreHalves(a0, b0, destination, 4 * destinationStride);
        StoreHalves(a1, b1, destination + destinationStride, 4 * destinationStride);
        StoreHalves(a2, b2, destination + (2 * destinationStride), 4 * destinationStride);
        StoreHalves(a3, b3, destination + (3 * destinationStride), 4 * destinationStride);
    }

    // Half q of result i holds column 4q + i of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeHalves(
        float* source, nint stride,
        out Vector256<float> r0, out Vector256<float> r1, out Vector256<float> r2, out Vector256<float> r3)
    {
        Vector256<float> x0 = Vector256.Load(source);
        Vector256<float> x1 = Vector256.Load(source + stride);
        Vector256<float> x2 = Vector256.Load(source + (2 * stride));
        Vector256<float> x3 = Vector256.Load(source + (3 * stride));
        Vector256<double> low01 = Avx.UnpackLow(x0, x1).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(x0, x1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(x2, x3).AsDouble();
        Vector256<double> high23 = Avx.UnpackHigh(x2, x3).AsDouble();
        r0 = Avx.UnpackLow(low01, low23).AsSingle();
        r1 = Avx.UnpackHigh(low01, low23).AsSingle();
        r2 = Avx.UnpackLow(high01, high23).AsSingle();
        r3 = Avx.UnpackHigh(high01, high23).AsSingle();
    }

    // Row q of the destination is half q of a and b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(Vector256<float> a, Vector256<float> b, float* destination, nint stride)
    {
        Avx.Permute2x128(a, b, LowHalves).Store(destination);
        Avx.Permute2x128(a, b, HighHalves).Store(destination + stride);
    }
}
