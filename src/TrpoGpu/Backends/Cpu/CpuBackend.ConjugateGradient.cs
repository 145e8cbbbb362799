using System;

namespace TrpoGpu.Backends.Cpu;

/// <content>Conjugate gradients.</content>
public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public override bool IsKnownToHaveStopped(ConjugateGradientWorkspace solve) =>
        solve is CpuConjugateGradient { Stop: not StopReason.Running };

    private protected override ConjugateGradientWorkspace CreateConjugateGradientCore(int length) =>
        new CpuConjugateGradient(this, length);

    private protected override void BeginConjugateGradientCore(
        ConjugateGradientWorkspace solve, ComputeBuffer rightHandSide)
    {
        CpuConjugateGradient s = (CpuConjugateGradient)solve;
        CopyCore(rightHandSide, s.RightHandSide, 0, s.Length);
        CopyCore(rightHandSide, s.Residual, 0, s.Length);
        CopyCore(rightHandSide, s.Direction, 0, s.Length);
        new Span<float>(Pointer(s.Solution), s.Length).Clear();
        s.Iterations = 0;
        s.RightHandSideSquared = WideSums.Dot(Pointer(s.Residual), Pointer(s.Residual), s.Length);
        s.ResidualSquared = s.RightHandSideSquared;
        s.Stop = !double.IsFinite(s.ResidualSquared) ? StopReason.NonFiniteRightHandSide
            : (float)s.ResidualSquared == 0 ? StopReason.ZeroRightHandSide
            : StopReason.Running;
        GC.KeepAlive(solve);
    }

    private protected override void ConjugateGradientStepCore(
        ConjugateGradientWorkspace solve, float damping, double residualTolerance)
    {
        CpuConjugateGradient s = (CpuConjugateGradient)solve;
        if (s.Stop != StopReason.Running)
        {
            return;
        }

        float* r = Pointer(s.Residual);
        float* p = Pointer(s.Direction);
        float* ap = Pointer(s.Product);
        double curvature = WideSums.Dot(p, ap, s.Length);
        float step = (float)(s.ResidualSquared / curvature);
        s.Stop = Guard(curvature, 0.5 * damping * WideSums.Dot(p, p, s.Length), step);
        if (s.Stop != StopReason.Running)
        {
            return;
        }

        // Known before anything is changed, so that a step into infinity leaves the solution as it is.
        double residualSquared = WideSums.SquaredNormOfSum(r, -step, ap, s.Length);
        if (!double.IsFinite(residualSquared))
        {
            s.Stop = StopReason.NonFinite;
            return;
        }

        float* x = Pointer(s.Solution);
        vectors.AddScaled(x, step, p, x, s.Length);
        vectors.AddScaled(r, -step, ap, r, s.Length);
        vectors.AddScaled(r, (float)(residualSquared / s.ResidualSquared), p, p, s.Length);
        s.Iterations++;
        s.ResidualSquared = residualSquared;
        s.Stop = residualSquared <= residualTolerance ? StopReason.Converged : StopReason.Running;
        GC.KeepAlive(solve);
    }

    private protected override ConjugateGradientResult ReadConjugateGradientCore(
        ConjugateGradientWorkspace solve)
    {
        CpuConjugateGradient s = (CpuConjugateGradient)solve;
        double solutionDotRightHandSide = ReadDotCore(s.Solution, s.RightHandSide, s.Length);
        return new ConjugateGradientResult(
            s.Stop,
            s.Iterations,
            Math.Sqrt(s.RightHandSideSquared),
            Math.Sqrt(s.ResidualSquared),
            solutionDotRightHandSide,
            solutionDotRightHandSide - ReadDotCore(s.Solution, s.Residual, s.Length));
    }

    private static StopReason Guard(double curvature, double leastCurvature, float step)
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

        return float.IsFinite(step) ? StopReason.Running : StopReason.NonFinite;
    }
}
