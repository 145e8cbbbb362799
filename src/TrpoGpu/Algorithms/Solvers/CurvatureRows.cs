using System;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// How many rows of a batch curvature is averaged over. A Fisher or Gauss-Newton matrix is a mean of one small matrix a
/// row, which as many rows as a small batch has know well enough to find a direction by; how far to go along it, and
/// whether to, is measured on the batch itself (Schulman et al. 2015, appendix C, take one row in ten).
/// </summary>
public static class CurvatureRows
{
    /// <summary>Rows that an automatic stride leaves of a larger batch: these at least, under twice these.</summary>
    public const int Enough = 2048;

    /// <summary>The stride from one row of the average to the next.</summary>
    /// <param name="rows">B.</param>
    /// <param name="asked">The stride; null for the largest that leaves <see cref="Enough"/> rows, or 1.</param>
    public static int Stride(int rows, int? asked) => asked ?? Math.Max(1, rows / Enough);
}
