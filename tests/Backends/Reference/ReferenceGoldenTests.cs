using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>
/// Agreement with vectors that are not ours (tests/Golden/arm-fvp). Means and gradient were stored with
/// twenty decimals and agree to rounding. The stored product and solution were accumulated in another way and
/// are known to differ by 3.9e-8 and 5.6e-8; the bounds are those, rounded up in the last digit.
/// </summary>
public sealed class ReferenceGoldenTests
{
    private readonly ReferenceBackend backend = new();
    private readonly GoldenArm golden = GoldenArm.Read();
    private readonly NetworkWorkspace workspace;
    private readonly ComputeBuffer parameters;
    private readonly ComputeBuffer direction;
    private readonly ComputeBuffer product;

    public ReferenceGoldenTests()
    {
        workspace = backend.CreateWorkspace(GoldenArm.Shape, golden.Rows);
        parameters = Upload(golden.Parameters);
        direction = Upload(golden.Direction);
        product = backend.Allocate(GoldenArm.Shape.ParameterCount);
    }

    [Fact]
    public void Means_agree()
    {
        int columns = GoldenArm.Shape.Head.Size.Parameters;
        ComputeBuffer outputs = backend.Allocate(golden.Rows * columns);
        backend.Forward(workspace, parameters, Upload(golden.Observations), golden.Rows, outputs);

        double[] means =
            [.. Doubles(outputs).Where((_, k) => k % columns < GoldenArm.Shape.Head.Size.NetworkOutputs)];
        Tolerance.AssertAbsolute(golden.Means, means, 1e-15, "mean");
    }

    [Fact]
    public void The_policy_gradient_agrees() =>
        Tolerance.AssertAbsolute(golden.PolicyGradient, PolicyGradient(), 3e-16, "gradient");

    [Fact]
    public void The_fisher_product_agrees()
    {
        PolicyGradient();
        backend.PrepareFisher(workspace, parameters, 1);
        DampedProduct(direction, product);

        Tolerance.AssertAbsolute(golden.DampedProduct, Doubles(product), 4.0e-8, "product");
    }

    [Fact]
    public void Ten_conjugate_gradient_iterations_agree()
    {
        ComputeBuffer rightHandSide = Upload(PolicyGradient());
        backend.PrepareFisher(workspace, parameters, 1);
        ConjugateGradientWorkspace solve = backend.CreateConjugateGradient(GoldenArm.Shape.ParameterCount);
        backend.BeginConjugateGradient(solve, rightHandSide);
        for (int k = 0; k < GoldenArm.Iterations; k++)
        {
            DampedProduct(solve.Direction, solve.Product);
            backend.ConjugateGradientStep(solve, (float)GoldenArm.Damping, 0);
        }

        ConjugateGradientResult result = backend.ReadConjugateGradient(solve);
        Tolerance.AssertAbsolute(golden.Solution, Doubles(solve.Solution), 5.7e-8, "solution");
        Assert.Equal(GoldenArm.Iterations, result.Iterations);
        Assert.InRange(result.ResidualNorm * result.ResidualNorm, 1.35e-4, 1.45e-4);

        // x'Ax by the recurrence against a product of its own.
        DampedProduct(solve.Solution, product);
        double curvature = backend.ReadDot(solve.Solution, product, solve.Length);
        Tolerance.AssertRelative(curvature, result.SolutionCurvature, 1e-12, "x'Ax");
    }

    // The stored log-probabilities are those of the parameters themselves, so that every ratio is 1.
    private double[] PolicyGradient()
    {
        ComputeBuffer gradient = backend.Allocate(GoldenArm.Shape.ParameterCount);
        backend.Load(workspace, new SampleBatch(
            golden.Rows, Upload(golden.Observations), Upload(golden.ActionsTaken), Upload(golden.Advantages),
            Upload(LogProbabilities())));
        backend.SurrogateGradient(workspace, parameters, gradient);
        return Array.ConvertAll(Doubles(gradient), g => -g);
    }

    private double[] LogProbabilities()
    {
        int columns = GoldenArm.Shape.Head.Size.Actions;
        double[] logDeviations = golden.Parameters[^columns..];
        return [.. Enumerable.Range(0, golden.Rows).Select(b => Enumerable.Range(0, columns).Sum(j =>
        {
            double distance = golden.ActionsTaken[(b * columns) + j] - golden.Means[(b * columns) + j];
            double z = distance * Math.Exp(-logDeviations[j]);
            return (-z * z / 2) - logDeviations[j] - (Math.Log(2 * Math.PI) / 2);
        }))];
    }

    // The damping of the file is not a float, so it is added here.
    private void DampedProduct(ComputeBuffer v, ComputeBuffer result)
    {
        backend.FisherVectorProduct(workspace, parameters, v, 0, result);
        for (int k = 0; k < GoldenArm.Shape.ParameterCount; k++)
        {
            Doubles(result)[k] += GoldenArm.Damping * Doubles(v)[k];
        }
    }

    private ComputeBuffer Upload(double[] values)
    {
        ComputeBuffer buffer = backend.Allocate(values.Length);
        values.CopyTo(Doubles(buffer), 0);
        return buffer;
    }

    private static double[] Doubles(ComputeBuffer buffer) => ReferenceFixture.Doubles(buffer);
}
