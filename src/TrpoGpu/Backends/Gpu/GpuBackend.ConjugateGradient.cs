using System;
using TrpoGpu.Kernels.Solver;

namespace TrpoGpu.Backends.Gpu;

/// <content>Conjugate gradients: one launch a step, and none of them waited for.</content>
internal sealed partial class GpuBackend
{
    private protected override ConjugateGradientWorkspace CreateConjugateGradientCore(int length) =>
        new GpuConjugateGradient(this, length);

    private protected override void BeginConjugateGradientCore(
        ConjugateGradientWorkspace solve, ComputeBuffer rightHandSide)
    {
        GpuConjugateGradient s = (GpuConjugateGradient)solve;
        Launches.BeginConjugateGradient(Stream, LaunchShape.OneGroup(s.Length), new()
        {
            Length = s.Length,
            Source = View(rightHandSide),
            RightHandSide = s.RightHandSide.View,
            Solution = View(s.Solution),
            Residual = View(s.Residual),
            Direction = View(s.Direction),
            Scalars = s.Scalars.View,
        });
    }

    private protected override void ConjugateGradientStepCore(
        ConjugateGradientWorkspace solve, float damping, double residualTolerance)
    {
        GpuConjugateGradient s = (GpuConjugateGradient)solve;
        Launches.ConjugateGradientStep(Stream, LaunchShape.OneGroup(s.Length), new()
        {
            Length = s.Length,
            Damping = damping,
            ResidualTolerance = residualTolerance,
            Solution = View(s.Solution),
            Residual = View(s.Residual),
            Direction = View(s.Direction),
            Product = View(s.Product),
            Scalars = s.Scalars.View,
        });
    }

    private protected override ConjugateGradientResult ReadConjugateGradientCore(ConjugateGradientWorkspace solve)
    {
        GpuConjugateGradient s = (GpuConjugateGradient)solve;
        Launches.FinishConjugateGradient(Stream, LaunchShape.OneGroup(s.Length), new()
        {
            Length = s.Length,
            Solution = View(s.Solution),
            RightHandSide = s.RightHandSide.View,
            Residual = View(s.Residual),
            Scalars = s.Scalars.View,
        });
        Span<double> scalars = stackalloc double[SolveScalars.Count];
        Read(s.Scalars, scalars);
        double alongRightHandSide = scalars[SolveScalars.SolutionDotRightHandSide];
        return new ConjugateGradientResult(
            (StopReason)(int)scalars[SolveScalars.Stop],
            (int)scalars[SolveScalars.Iterations],
            Math.Sqrt(scalars[SolveScalars.RightHandSideSquared]),
            Math.Sqrt(scalars[SolveScalars.ResidualSquared]),
            alongRightHandSide,
            alongRightHandSide - scalars[SolveScalars.SolutionDotResidual]);
    }
}
