using System;
using System.Linq;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>
/// The most by which x, r and p may differ after one conjugate-gradient step from equal x, r and p:
/// a = r'r / p'Ap, x + a p, r - a Ap, and r + (r'r after / r'r before) p with the new r.
/// </summary>
internal sealed class StepBounds
{
    /// <summary>Relative error of r'r: a sum in double of squares of numbers that were rounded once.</summary>
    public const double DotError = 2 * Rounded.U;

    /// <summary>Derives the bounds.</summary>
    /// <param name="before">x, r, p and r'r.</param>
    /// <param name="product">Ap, with the errors it may have.</param>
    public StepBounds(ReferenceConjugateGradient before, Rounded[] product)
    {
        double[] x = Side.Read(before.Solution);
        double[] r = Side.Read(before.Residual);
        double[] p = Side.Read(before.Direction);
        Solution = new double[p.Length];
        Residual = new double[p.Length];
        Direction = new double[p.Length];

        // Scalars are rounded once to float, and so is every number of a vector.
        double curvature = product.Select((q, k) => p[k] * q.Value).Sum();
        double curvatureError = product.Select((q, k) => Math.Abs(p[k]) * q.Allowed).Sum() / Math.Abs(curvature);
        double step = before.ResidualSquared / curvature;
        double stepError = (curvatureError + DotError + Rounded.U) / (1 - curvatureError);
        double residualSquared = 0;
        double residualSquaredError = 0;
        double[] residual = new double[p.Length];
        for (int k = 0; k < p.Length; k++)
        {
            double move = step * p[k];
            double change = step * product[k].Value;
            residual[k] = r[k] - change;
            Solution[k] = (Math.Abs(move) * stepError) + Rounding(x[k], move);
            Residual[k] = (Math.Abs(change) * stepError) +
                (Math.Abs(step) * (1 + stepError) * product[k].Allowed) + Rounding(r[k], change);
            residualSquared += residual[k] * residual[k];
            residualSquaredError += Residual[k] * ((2 * Math.Abs(residual[k])) + Residual[k]);
        }

        double ratio = residualSquared / before.ResidualSquared;
        double ratioError = (residualSquaredError / residualSquared) + DotError + Rounded.U;
        for (int k = 0; k < p.Length; k++)
        {
            double carried = ratio * p[k];
            Direction[k] = Residual[k] + (Math.Abs(carried) * ratioError) + Rounding(residual[k], carried);
        }
    }

    /// <summary>[P] of x.</summary>
    public double[] Solution { get; }

    /// <summary>[P] of r.</summary>
    public double[] Residual { get; }

    /// <summary>[P] of p.</summary>
    public double[] Direction { get; }

    private static double Rounding(double left, double right) =>
        (Rounded.U * (Math.Abs(left) + Math.Abs(right))) + Rounded.Tiny;
}
