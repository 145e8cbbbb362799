using System;

namespace TrpoGpu.Theory;

/// <summary>Small dense linear systems.</summary>
internal static class LinearSystem
{
    /// <summary>Half an ulp of one.</summary>
    internal const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>
    /// x with A x = b, by Gaussian elimination with partial pivoting: n^3/3 multiply-adds. A and b are
    /// overwritten, b with x.
    /// </summary>
    internal static void SolveInPlace(double[,] a, Span<double> b)
    {
        int n = b.Length;
        for (int k = 0; k < n; k++)
        {
            BringLargestUp(a, b, k);
            for (int i = k + 1; i < n; i++)
            {
                double multiplier = a[i, k] / a[k, k];
                for (int j = k + 1; j < n; j++)
                {
                    a[i, j] -= multiplier * a[k, j];
                }

                b[i] -= multiplier * b[k];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
            {
                b[i] -= a[i, j] * b[j];
            }

            b[i] /= a[i, i];
        }
    }

    /// <summary>A'.</summary>
    internal static double[,] Transpose(double[,] a)
    {
        double[,] transpose = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                transpose[j, i] = a[i, j];
            }
        }

        return transpose;
    }

    private static void BringLargestUp(double[,] a, Span<double> b, int k)
    {
        int pivot = k;
        for (int i = k + 1; i < b.Length; i++)
        {
            pivot = Math.Abs(a[i, k]) > Math.Abs(a[pivot, k]) ? i : pivot;
        }

        if (pivot == k)
        {
            return;
        }

        (b[k], b[pivot]) = (b[pivot], b[k]);
        for (int j = k; j < b.Length; j++)
        {
            (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
        }
    }
}
