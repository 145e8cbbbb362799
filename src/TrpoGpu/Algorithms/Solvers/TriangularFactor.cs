using System;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>Cholesky's factor of small dense matrices, row-major in double, and what follows from it.</summary>
internal static class TriangularFactor
{
    /// <summary>The lower triangle L with positive diagonal for which <c>L L' = matrix</c>.</summary>
    /// <param name="matrix">[n,n] read, the lower triangle.</param>
    /// <param name="n">Rows.</param>
    /// <param name="factor">[n,n] write; zero above the diagonal.</param>
    public static FactorizationOutcome Factorize(ReadOnlySpan<double> matrix, int n, Span<double> factor)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = factor.Slice(i * n, n);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = factor.Slice(j * n, n);
                row[j] = (matrix[(i * n) + j] - Dot(row[..j], other)) / other[j];
            }

            double pivot = matrix[(i * n) + i] - Dot(row[..i], row);
            row[i..].Clear();
            row[i] = Math.Sqrt(pivot);
            if (!double.IsFinite(pivot))
            {
                return FactorizationOutcome.NonFinite;
            }

            if (pivot <= 0)
            {
                return FactorizationOutcome.NotPositiveDefinite;
            }
        }

        return FactorizationOutcome.Factorized;
    }

    /// <summary>L^-1, lower triangular.</summary>
    /// <param name="factor">[n,n] read: L.</param>
    /// <param name="n">Rows.</param>
    /// <param name="inverse">[n,n] write; zero above the diagonal.</param>
    public static void Invert(ReadOnlySpan<double> factor, int n, Span<double> inverse)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = inverse.Slice(i * n, n);
            row.Clear();
            for (int k = 0; k < i; k++)
            {
                AddScaled(-factor[(i * n) + k], inverse.Slice(k * n, k + 1), row);
            }

            double reciprocal = 1 / factor[(i * n) + i];
            for (int j = 0; j < i; j++)
            {
                row[j] *= reciprocal;
            }

            row[i] = reciprocal;
        }
    }

    /// <summary><c>(L L')^-1 = L^-1' L^-1</c>.</summary>
    /// <param name="inverse">[n,n] read: L^-1.</param>
    /// <param name="n">Rows.</param>
    /// <param name="product">[n,n] write, both triangles.</param>
    public static void SquareOfInverse(ReadOnlySpan<double> inverse, int n, Span<double> product)
    {
        product[..(n * n)].Clear();
        for (int k = 0; k < n; k++)
        {
            ReadOnlySpan<double> row = inverse.Slice(k * n, k + 1);
            for (int i = 0; i <= k; i++)
            {
                AddScaled(row[i], row[..(i + 1)], product.Slice(i * n, n));
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                product[(j * n) + i] = product[(i * n) + j];
            }
        }
    }

    /// <summary>The transpose.</summary>
    /// <param name="matrix">[n,n] read.</param>
    /// <param name="n">Rows.</param>
    /// <param name="transposed">[n,n] write.</param>
    public static void Transpose(ReadOnlySpan<double> matrix, int n, Span<double> transposed)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                transposed[(j * n) + i] = matrix[(i * n) + j];
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int k = 0; k < left.Length; k++)
        {
            sum += left[k] * right[k];
        }

        return sum;
    }

    private static void AddScaled(double scale, ReadOnlySpan<double> row, Span<double> sum)
    {
        for (int k = 0; k < row.Length; k++)
        {
            sum[k] += scale * row[k];
        }
    }
}
