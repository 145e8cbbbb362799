using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>
/// A conjugate-gradient solve, step by step: before each step the reference takes over the engine's x, r and p, both
/// form the Fisher product and step, and x, r and p are compared. So the bound of a step follows from its roundings
/// alone: that two whole solves drift apart, as they do in any precision, is no error of either.
/// </summary>
internal sealed class SolveVerification(Side engine, Side reference, int steps)
{
    private const float Damping = 0.1f;
    private const double DoubleRoundoff = 1.0 / (1L << 53);

    private readonly SampleProblem problem = reference.Problem;
    private readonly RoundedNetwork bounds = new(reference.Problem.Shape, reference.Problem.Parameters);
    private readonly Comparison comparison = new($"conjugate gradients, {steps} steps");

    /// <summary>Verifies a solve for the surrogate gradient.</summary>
    public Agreement Verify()
    {
        int length = problem.Shape.ParameterCount;
        using ConjugateGradientWorkspace actual = engine.Backend.CreateConjugateGradient(length);
        using ConjugateGradientWorkspace created = reference.Backend.CreateConjugateGradient(length);
        ReferenceConjugateGradient expected = (ReferenceConjugateGradient)created;
        engine.PrepareFisher(1);
        reference.PrepareFisher(1);
        float[] gradient = reference.Result.ReadArray();
        engine.Result.Write(gradient);
        reference.Result.Write(gradient);
        engine.Backend.BeginConjugateGradient(actual, engine.Result);
        reference.Backend.BeginConjugateGradient(expected, reference.Result);
        for (int step = 0; step < steps; step++)
        {
            TakeOver(actual, expected);
            StepBounds allowed = new(
                expected, bounds.FisherVectorProduct(problem, expected.Direction.ReadArray(), Damping));
            Step(engine, actual);
            Step(reference, expected);
            Compare(step, expected, actual, allowed);
        }

        TakeOver(actual, expected);
        CompareResults(expected, actual);
        return comparison.Result;
    }

    private static void TakeOver(ConjugateGradientWorkspace actual, ReferenceConjugateGradient expected)
    {
        expected.Solution.Write(actual.Solution.ReadArray());
        expected.Residual.Write(actual.Residual.ReadArray());
        expected.Direction.Write(actual.Direction.ReadArray());
        expected.ResidualSquared = Side.Read(expected.Residual).Sum(value => value * value);
    }

    private static void Step(Side side, ConjugateGradientWorkspace solve)
    {
        side.Backend.FisherVectorProduct(side.Workspace, side.Parameters, solve.Direction, Damping, solve.Product);
        side.Backend.ConjugateGradientStep(solve, Damping, residualTolerance: 0);
    }

    private void Compare(
        int step, ConjugateGradientWorkspace expected, ConjugateGradientWorkspace actual, StepBounds allowed)
    {
        Add("x", expected.Solution, actual.Solution, allowed.Solution);
        Add("r", expected.Residual, actual.Residual, allowed.Residual);
        Add("p", expected.Direction, actual.Direction, allowed.Direction);

        void Add(string vector, ComputeBuffer e, ComputeBuffer a, double[] most)
        {
            double[] expectedNumbers = Side.Read(e);
            double[] actualNumbers = Side.Read(a);
            for (int k = 0; k < most.Length; k++)
            {
                comparison.Add($"{vector}[{k}] of step {step}", expectedNumbers[k], actualNumbers[k], most[k]);
            }
        }
    }

    // From the same vectors: sums in double, of as many terms as there are parameters.
    private void CompareResults(ConjugateGradientWorkspace expected, ConjugateGradientWorkspace actual)
    {
        ConjugateGradientResult e = reference.Backend.ReadConjugateGradient(expected);
        ConjugateGradientResult a = engine.Backend.ReadConjugateGradient(actual);
        double[] x = Side.Read(expected.Solution);
        double[] b = Side.Read(reference.Result);
        double magnitude = x.Zip(b, (left, right) => Math.Abs(left * right)).Sum();
        double relative = x.Length * DoubleRoundoff;
        comparison.AddExact("iterations", e.Iterations, a.Iterations);
        comparison.AddExact("reason to stop", e.Stop, a.Stop);
        comparison.Add("|b|", e.RightHandSideNorm, a.RightHandSideNorm, relative * e.RightHandSideNorm);
        comparison.Add("|r|", e.ResidualNorm, a.ResidualNorm, StepBounds.DotError * e.ResidualNorm);
        comparison.Add(
            "x'b", e.SolutionDotRightHandSide, a.SolutionDotRightHandSide, 2 * relative * magnitude);
        comparison.Add("x'Ax", e.SolutionCurvature, a.SolutionCurvature, 4 * relative * magnitude);
    }
}
