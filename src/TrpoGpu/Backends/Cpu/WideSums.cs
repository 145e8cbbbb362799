using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Sums of floats in double precision, in an order that no vector width changes: number k belongs to partial
/// sum k mod 16, and the partial sums are added in pairs.
/// </summary>
/// <remarks>
/// The vectors are of 512 bits in the source; on a narrower machine the platform carries out each operation
/// on its halves, with the same result. The product of two floats is exact in a double.
/// </remarks>
internal static unsafe class WideSums
{
    private const int Partials = 16;
    private const int Half = 8;

    /// <summary><c>sums[k] = values[k]</c>, or added to it.</summary>
    /// <param name="values">[count] read.</param>
    /// <param name="sums">[count] write, or add.</param>
    /// <param name="count">A multiple of a granule.</param>
    /// <param name="add">Whether to add.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(float* values, double* sums, int count, bool add)
    {
        for (int k = 0; k < count; k += Partials)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(values + k));
            if (add)
            {
                low += Vector512.Load(sums + k);
                high += Vector512.Load(sums + k + Half);
            }

            low.Store(sums + k);
            high.Store(sums + k + Half);
        }
    }

    /// <summary><c>sums[k] += values[k]</c>.</summary>
    /// <param name="values">[count] read.</param>
    /// <param name="sums">[count] add.</param>
    /// <param name="count">A multiple of a granule.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double* values, double* sums, int count)
    {
        for (int k = 0; k < count; k += Half)
        {
            (Vector512.Load(sums + k) + Vector512.Load(values + k)).Store(sums + k);
        }
    }

    /// <summary><c>result[k] = sums[k] + scale * direction[k]</c>, rounded to float at the end.</summary>
    /// <param name="sums">[count] read.</param>
    /// <param name="scale">Multiple of the direction.</param>
    /// <param name="direction">[count] read, or null for none.</param>
    /// <param name="result">[count] write.</param>
    /// <param name="count">Any.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(double* sums, double scale, float* direction, float* result, int count)
    {
        int k = 0;
        for (; k <= count - Partials; k += Partials)
        {
            Vector512<double> low = Vector512.Load(sums + k);
            Vector512<double> high = Vector512.Load(sums + k + Half);
            if (direction is not null)
            {
                (Vector512<double> lower, Vector512<double> upper) =
                    Vector512.Widen(Vector512.Load(direction + k));
                low += Vector512.Create(scale) * lower;
                high += Vector512.Create(scale) * upper;
            }

            Vector512.Narrow(low, high).Store(result + k);
        }

        for (; k < count; k++)
        {
            result[k] = (float)(direction is null ? sums[k] : sums[k] + (scale * direction[k]));
        }
    }

    /// <summary><c>sum of left[k] * right[k]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(float* left, float* right, int count)
    {
        Vector512<double> lowSum = default;
        Vector512<double> highSum = default;
        int k = 0;
        for (; k <= count - Partials; k += Partials)
        {
            (Vector512<double> leftLow, Vector512<double> leftHigh) =
                Vector512.Widen(Vector512.Load(left + k));
            (Vector512<double> rightLow, Vector512<double> rightHigh) =
                Vector512.Widen(Vector512.Load(right + k));
            lowSum += leftLow * rightLow;
            highSum += leftHigh * rightHigh;
        }

        double* sums = stackalloc double[Partials];
        lowSum.Store(sums);
        highSum.Store(sums + Half);
        for (int partial = 0; k < count; k++, partial++)
        {
            sums[partial] += (double)left[k] * right[k];
        }

        return SumInPairs(sums);
    }

    /// <summary><c>sum of (x[k] + scale * direction[k])^2</c>, the inner sum rounded to float once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNormOfSum(float* x, float scale, float* direction, int count)
    {
        Vector512<float> scales = Vector512.Create(scale);
        Vector512<double> lowSum = default;
        Vector512<double> highSum = default;
        int k = 0;
        for (; k <= count - Partials; k += Partials)
        {
            Vector512<float> sum =
                Vector512.FusedMultiplyAdd(scales, Vector512.Load(direction + k), Vector512.Load(x + k));
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(sum);
            lowSum += low * low;
            highSum += high * high;
        }

        double* sums = stackalloc double[Partials];
        lowSum.Store(sums);
        highSum.Store(sums + Half);
        for (int partial = 0; k < count; k++, partial++)
        {
            double sum = MathF.FusedMultiplyAdd(scale, direction[k], x[k]);
            sums[partial] += sum * sum;
        }

        return SumInPairs(sums);
    }

    /// <summary><c>sum of (values[k] - shift)^power</c> for a power of 1 or 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfDeviations(float* values, double shift, bool squared, int count)
    {
        double* sums = stackalloc double[Partials];
        for (int partial = 0; partial < Partials; partial++)
        {
            sums[partial] = 0;
        }

        for (int k = 0; k < count; k++)
        {
            double deviation = values[k] - shift;
            sums[k % Partials] += squared ? deviation * deviation : deviation;
        }

        return SumInPairs(sums);
    }

    private static double SumInPairs(double* sums)
    {
        for (int width = Partials / 2; width > 0; width /= 2)
        {
            for (int k = 0; k < width; k++)
            {
                sums[k] += sums[k + width];
            }
        }

        return sums[0];
    }
}
