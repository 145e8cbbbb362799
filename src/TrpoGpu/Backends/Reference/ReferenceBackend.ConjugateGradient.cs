using System;

namespace TrpoGpu.Backends.Reference;

/// <content>Conjugate gradients.</content>
public sealed partial class ReferenceBackend
{
    /// <inheritdoc/>
    public override bool IsKnownToHaveStopped(ConjugateGradientWorkspace solve) =>
        solve is ReferenceConjugateGradient { Stop: not StopReason.Running };

    private protected override ConjugateGradientWorkspace CreateConjugateGradientCore(int length) =>
        new ReferenceConjugateGradient(this, length);

    private protected override void BeginConjugateGradientCore(
        ConjugateGradientWorkspace solve, ComputeBuffer rightHandSide)
    {
        ReferenceConjugateGradient s = (ReferenceConjugateGradient)solve;
        for (int k = 0; k < s.Length; k++)
        {
            s.RightHandSide[k] = Values(rightHandSide)[k];
            Values(s.Solution)[k] = 0;
            Values(s.Residual)[k] = s.RightHandSide[k];
            Values(s.Direction)[k] = s.RightHandSide[k];
        }

        s.Iterations = 0;
        s.ResidualSquared = Dot(s.RightHandSide, s.RightHandSide, s.Length);
        s.Stop = !double.IsFinite(s.ResidualSquared) ? StopReason.NonFiniteRightHandSide
            : (float)s.ResidualSquared == 0 ? StopReason.ZeroRightHandSide
            : StopReason.Running;
    }

    private protected override void ConjugateGradientStepCore(
        ConjugateGradientWorkspace solve, float damping, double residualTolerance)
    {
        ReferenceConjugateGradient s = (ReferenceConjugateGradient)solve;
        if (s.Stop != StopReason.Running)
        {
            return;
        }

        double[] x = Values(s.Solution);
        double[] r = Values(s.Residual);
        double[] p = Values(s.Direction);
        double[] ap = Values(s.Product);
        double curvature = Dot(p, ap, s.Length);
        double step = s.ResidualSquared / curvature;
        s.Stop = Guard(curvature, 0.5 * damping * Dot(p, p, s.Length), step);
        if (s.Stop != StopReason.Running)
        {
            return;
        }

        double[] residual = new double[s.Length];
        for (int k = 0; k < s.Length; k++)
        {
            residual[k] = r[k] - (step * ap[k]);
        }

        double residualSquared = Dot(residual, residual, s.Length);
        if (!double.IsFinite(residualSquared))
        {
            s.Stop = StopReason.NonFinite;
            return;
        }

        for (int k = 0; k < s.Length; k++)
        {
            x[k] += step * p[k];
            r[k] = residual[k];
            p[k] = r[k] + (residualSquared / s.ResidualSquared * p[k]);
        }

        s.Iterations++;
        s.ResidualSquared = residualSquared;
        s.Stop = residualSquared <= residualTolerance ? StopReason.Converged : StopReason.Running;
    }

    private protected override ConjugateGradientResult ReadConjugateGradientCore(
        ConjugateGradientWorkspace solve)
    {
        ReferenceConjugateGradient s = (ReferenceConjugateGradient)solve;
        double[] x = Values(s.Solution);
        double solutionDotRightHandSide = Dot(x, s.RightHandSide, s.Length);
        return new ConjugateGradientResult(
            s.Stop,
            s.Iterations,
            Math.Sqrt(Dot(s.RightHandSide, s.RightHandSide, s.Length)),
            Math.Sqrt(s.ResidualSquared),
            solutionDotRightHandSide,
            solutionDotRightHandSide - Dot(x, Values(s.Residual), s.Length));
    }

    private static StopReason Guard(double curvature, double leastCurvature, double step)
    {
        if (!double.IsFinite(curvature))
        {
            return StopReason.NonFinite;
        }

        if (curvature <= 0)
        {
            return StopReason.NegativeCurvature;
        }

        if (curvature < leastCurvature)
        {
            return StopReason.CurvatureLost;
        }

        return double.IsFinite(step) ? StopReason.Running : StopReason.NonFinite;
    }
}
