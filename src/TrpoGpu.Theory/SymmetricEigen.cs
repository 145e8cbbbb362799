using System;

namespace TrpoGpu.Theory;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: some 20 n^3 multiply-adds.
/// Each is off by a few n roundings of the largest eigenvalue.
/// </summary>
internal sealed class SymmetricEigen
{
    // Convergence is quadratic; ten sweeps do for any matrix that fits in memory.
    private const int MaxSweeps = 50;

    private readonly double[,] vectors;

    /// <summary>Decomposes a matrix, which is overwritten.</summary>
    internal SymmetricEigen(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        vectors = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            vectors[i, i] = 1;
        }

        double largest = 0;
        foreach (double entry in matrix)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        int sweeps = 0;
        while (Sweep(matrix, n, LinearSystem.UnitRoundoff * largest) && sweeps < MaxSweeps)
        {
            sweeps++;
        }

        Values = new double[n];
        for (int i = 0; i < n; i++)
        {
            Values[i] = matrix[i, i];
        }
    }

    /// <summary>Eigenvalues, in no order.</summary>
    internal double[] Values { get; }

    /// <summary>Entry i of the unit eigenvector of eigenvalue k.</summary>
    internal double Vector(int i, int k) => vectors[i, k];

    // Rotates every entry beside the diagonal away once; false if none was above what does not matter.
    private bool Sweep(double[,] matrix, int n, double negligible)
    {
        bool rotated = false;
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                if (Math.Abs(matrix[i, j]) > negligible)
                {
                    Rotate(matrix, n, i, j);
                    rotated = true;
                }
            }
        }

        return rotated;
    }

    private void Rotate(double[,] matrix, int n, int i, int j)
    {
        double cotangentOfTwice = (matrix[j, j] - matrix[i, i]) / (2 * matrix[i, j]);
        double tangent = (cotangentOfTwice >= 0 ? 1 : -1) /
            (Math.Abs(cotangentOfTwice) + Math.Sqrt(1 + (cotangentOfTwice * cotangentOfTwice)));
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        double sine = tangent * cosine;
        for (int k = 0; k < n; k++)
        {
            (matrix[k, i], matrix[k, j]) =
                ((cosine * matrix[k, i]) - (sine * matrix[k, j]), (sine * matrix[k, i]) + (cosine * matrix[k, j]));
        }

        for (int k = 0; k < n; k++)
        {
            (matrix[i, k], matrix[j, k]) =
                ((cosine * matrix[i, k]) - (sine * matrix[j, k]), (sine * matrix[i, k]) + (cosine * matrix[j, k]));
            (vectors[k, i], vectors[k, j]) =
                ((cosine * vectors[k, i]) - (sine * vectors[k, j]), (sine * vectors[k, i]) + (cosine * vectors[k, j]));
        }
    }
}
