using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrpoGpu.Backends.Cpu;

internal readonly unsafe partial struct Lanes16
{
    // Selectors of 128-bit quarters: 0 and 2 of both operands, 1 and 3 of both.
    private const byte EvenQuarters = 0b10_00_10_00;
    private const byte OddQuarters = 0b11_01_11_01;

    /// <inheritdoc/>
    public static void Transpose(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        if (!Avx512F.IsSupported)
        {
            Lanes1.TransposeSquare(Count, source, sourceStride, destination, destinationStride);
            return;
        }

        // First 4x4 squares within the quarters of four rows at a time, then the quarters themselves.
        Vector512<float> a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3;
        TransposeQuarters(source, sourceStride, out a0, out a1, out a2, out a3);
        TransposeQuarters(source + (4 * sourceStride), sourceStride, out b0, out b1, out b2, out b3);
        TransposeQuarters(source + (8 * sourceStride), sourceStride, out c0, out c1, out c2, out c3);
        TransposeQuarters(source + (12 * sourceStride), sourceStride, out d0, out d1, out d2, out d3);
        StoreQuarters(a0, b0, c0, d0, destination, 4 * destinationStride);
        StoreQuarters(a1, b1, c1, d1, destination + destinationStride, 4 * destinationStride);
        StoreQuarters(a2, b2, c2, d2, destination + (2 * destinationStride), 4 * destinationStride);
        StoreQuarters(a3, b3, c3, d3, destination + (3 * destinationStride), 4 * destinationStride);
    }

    // Quarter q of result i holds column 4q + i of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeQuarters(
        float* source, nint stride,
        out Vector512<float> r0, out Vector512<float> r1, out Vector512<float> r2, out Vector512<float> r3)
    {
        Vector512<float> x0 = Vector512.Load(source);
        Vector512<float> x1 = Vector512.Load(source + stride);
        Vector512<float> x2 = Vector512.Load(source + (2 * stride));
        Vector512<float> x3 = Vector512.Load(source + (3 * stride));
        Vector512<double> low01 = Avx512F.UnpackLow(x0, x1).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(x0, x1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(x2, x3).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(x2, x3).AsDouble();
        r0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        r1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        r2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        r3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    // Row q of the destination is quarter q of a, b, c and d.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d,
        float* destination, nint stride)
    {
        Vector512<float> evenAb = Avx512F.Shuffle4x128(a, b, EvenQuarters);
        Vector512<float> oddAb = Avx512F.Shuffle4x128(a, b, OddQuarters);
        Vector512<float> evenCd = Avx512F.Shuffle4x128(c, d, EvenQuarters);
        Vector512<float> oddCd = Avx512F.Shuffle4x128(c, d, OddQuarters);
        Avx512F.Shuffle4x128(evenAb, evenCd, EvenQuarters).Store(destination);
        Avx512F.Shuffle4x128(oddAb, oddCd, EvenQuarters).Store(destination + stride);
        Avx512F.Shuffle4x128(evenAb, evenCd, OddQuarters).Store(destination + (2 * stride));
        Avx512F.Shuffle4x128(oddAb, oddCd, OddQuarters).Store(destination + (3 * stride));
    }
}
