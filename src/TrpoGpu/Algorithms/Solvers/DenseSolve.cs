using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// Solves A x = b with the matrix itself: A column by column from products, then Cholesky in double. P products and
/// P^3 / 3 multiply-adds on the host: for small networks, and to hold other solvers to.
/// </summary>
internal sealed class DenseSolve : IDisposable
{
    /// <summary>The most unknowns: three matrices of 32 MiB each.</summary>
    internal const int MostUnknowns = 2048;

    private readonly int count;
    private readonly ComputeBuffer unit;
    private readonly ComputeBuffer column;
    private readonly float[] floats;
    private readonly double[] matrix;
    private readonly double[] factor;
    private readonly double[] inverse;
    private readonly double[] right;
    private readonly double[] half;
    private readonly double[] solution;

    /// <summary>Allocates a solve of P unknowns.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MostUnknowns"/>.</exception>
    internal DenseSolve(ComputeBackend backend, int count)
    {
        if (count > MostUnknowns)
        {
            throw new ArgumentException(
                $"DenseSolve: {count} unknowns, expected at most {MostUnknowns}. Use conjugate gradients.",
                nameof(count));
        }

        this.count = count;
        unit = backend.Allocate(count);
        column = backend.Allocate(count);
        floats = new float[count];
        matrix = new double[count * count];
        factor = new double[count * count];
        inverse = new double[count * count];
        right = new double[count];
        half = new double[count];
        solution = new double[count];
    }

    /// <summary>Device memory that a solve takes.</summary>
    internal static long BytesOf(ComputeBackend backend, int count) => 2 * backend.BytesOfBuffer(count);

    /// <summary>Solves.</summary>
    /// <param name="product">A, symmetric.</param>
    /// <param name="rightHandSide">b [P] read.</param>
    /// <param name="result">x [P] write, rounded from double; left alone where there is no solution.</param>
    /// <returns>
    /// As of conjugate gradients: P products, converged with the residual that rounding left; negative curvature where
    /// the matrix is not positive definite.
    /// </returns>
    internal ConjugateGradientResult Solve(
        LinearOperator product, ComputeBuffer rightHandSide, ComputeBuffer result)
    {
        Read(rightHandSide, right);
        double norm = Math.Sqrt(Dot(right, right));
        if (!double.IsFinite(norm) || norm == 0)
        {
            StopReason reason = norm == 0 ? StopReason.ZeroRightHandSide : StopReason.NonFiniteRightHandSide;
            return new ConjugateGradientResult(reason, 0, norm, norm, 0, 0);
        }

        ReadMatrix(product);
        FactorizationOutcome outcome = TriangularFactor.Factorize(matrix, count, factor);
        if (outcome != FactorizationOutcome.Factorized)
        {
            StopReason reason = outcome == FactorizationOutcome.NonFinite
                ? StopReason.NonFinite
                : StopReason.NegativeCurvature;
            return new ConjugateGradientResult(reason, 0, norm, norm, 0, 0);
        }

        TriangularFactor.Invert(factor, count, inverse);
        ApplyInverse();
        for (int k = 0; k < count; k++)
        {
            floats[k] = (float)solution[k];
        }

        result.Write(floats);
        double dot = Dot(solution, right);
        return new ConjugateGradientResult(
            StopReason.Converged, count, norm, ResidualNorm(), dot, dot);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        unit.Dispose();
        column.Dispose();
    }

    // Both triangles are products of their own; their mean is symmetric.
    private void ReadMatrix(LinearOperator product)
    {
        for (int j = 0; j < count; j++)
        {
            Array.Clear(floats);
            floats[j] = 1;
            unit.Write(floats);
            product(unit, column);
            Read(column, half);
            for (int i = 0; i < count; i++)
            {
                matrix[(i * count) + j] = half[i];
            }
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = (matrix[(i * count) + j] + matrix[(j * count) + i]) / 2;
                matrix[(i * count) + j] = mean;
                matrix[(j * count) + i] = mean;
            }
        }
    }

    // x = L^-T (L^-1 b).
    private void ApplyInverse()
    {
        for (int i = 0; i < count; i++)
        {
            half[i] = Dot(inverse.AsSpan(i * count, count), right);
        }

        Array.Clear(solution);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = inverse.AsSpan(i * count, i + 1);
            for (int j = 0; j <= i; j++)
            {
                solution[j] += row[j] * half[i];
            }
        }
    }

    private double ResidualNorm()
    {
        double square = 0;
        for (int i = 0; i < count; i++)
        {
            double rest = right[i] - Dot(matrix.AsSpan(i * count, count), solution);
            square += rest * rest;
        }

        return Math.Sqrt(square);
    }

    private void Read(ComputeBuffer source, double[] destination)
    {
        source.Read(floats);
        for (int k = 0; k < count; k++)
        {
            destination[k] = floats[k];
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
}
