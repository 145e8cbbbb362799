using System;
using System.Linq;
using System.Numerics;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceFisherTests
{
    // Two double-precision evaluations of the same sums of some thousand terms.
    private const double Relative = 1e-11;

    private const int Networks = 60;

    [Fact]
    public void Products_equal_the_dense_matrix_of_jacobians_and_metrics() =>
        ForRandomNetworks((problem, fixture) =>
    {
        fixture.SurrogateGradient();
        double[] v = ReferenceFixture.Doubles(problem.Direction);
        AssertClose(Multiply(DenseFisher.Create(problem, 1), v), fixture.FisherProduct(v), problem);
    });

    [Fact]
    public void A_stride_averages_over_every_such_row() => ForRandomNetworks((problem, fixture) =>
    {
        fixture.LikelihoodGradient();
        double[] v = ReferenceFixture.Doubles(problem.Direction);
        foreach (int stride in (int[])[2, 3, problem.Rows, problem.Rows + 1])
        {
            double[] expected = Multiply(DenseFisher.Create(problem, stride), v);
            AssertClose(expected, fixture.FisherProduct(v, rowStride: stride), problem);
        }
    });

    [Fact]
    public void Products_are_symmetric_linear_and_never_negative() => ForRandomNetworks((problem, fixture) =>
    {
        fixture.SurrogateGradient();
        NormalNumbers random = new(problem.Rows);
        double[] u = ReferenceFixture.Doubles(random.Array(problem.Shape.ParameterCount));
        double[] v = ReferenceFixture.Doubles(random.Array(problem.Shape.ParameterCount));
        double[] fu = fixture.FisherProduct(u);
        double[] fv = fixture.FisherProduct(v);
        double scale = Math.Sqrt(Dot(u, u) * Dot(fv, fv)) + Math.Sqrt(Dot(v, v) * Dot(fu, fu));

        Tolerance.AssertAbsolute([Dot(u, fv)], [Dot(v, fu)], Relative * scale, $"{problem.Shape} symmetry");
        Assert.True(Dot(v, fv) >= 0, $"{problem.Shape}: v'Fv = {Dot(v, fv)}");
        double[] sum = [.. fu.Zip(fv, (a, b) => (2 * a) - (3 * b))];
        double[] product = fixture.FisherProduct([.. u.Zip(v, (a, b) => (2 * a) - (3 * b))]);
        double largest = Math.Max(fu.Max(Math.Abs), fv.Max(Math.Abs));
        Tolerance.AssertAbsolute(sum, product, Relative * largest, $"{problem.Shape} linearity");
    });

    [Fact]
    public void Damping_adds_a_multiple_of_the_direction() => ForRandomNetworks((problem, fixture) =>
    {
        fixture.SurrogateGradient();
        double[] v = ReferenceFixture.Doubles(problem.Direction);
        double[] damped = fixture.FisherProduct(v, damping: 0.25f);
        Assert.Equal(
            fixture.FisherProduct(v).Zip(v, (product, direction) => product + (0.25 * direction)), damped);
    });

    [Fact]
    public void Products_are_the_curvature_of_the_divergence_at_the_old_parameters()
    {
        for (int k = 0; k < Networks; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, maxWidth: 5, maxLayers: 3);
            if (shape.Mlp.Activation is ActivationKind.Relu or ActivationKind.Elu)
            {
                // The divergence has kinks off the old parameters; products there are covered by the dense
                // matrix.
                continue;
            }

            SampleProblem problem = SampleProblem.Create(shape, rows: 3, seed: k);
            ReferenceFixture fixture = new(problem);
            fixture.SurrogateGradient();
            double[] v = ReferenceFixture.Doubles(problem.Direction);
            double[] product = fixture.FisherProduct(v);

            // The gradient of the divergence is exact, its derivative along v a difference of fourth order:
            // the error is of order step^4 times a sixth derivative along v, and rounding of order 1e-16 /
            // step.
            double length = Math.Sqrt(Dot(v, v));
            double step = 1e-3 / length;
            for (int coordinate = 0; coordinate < v.Length; coordinate++)
            {
                double near = KlSlope(problem, v, step, coordinate) - KlSlope(problem, v, -step, coordinate);
                double far =
                    KlSlope(problem, v, 2 * step, coordinate) - KlSlope(problem, v, -2 * step, coordinate);
                double curvature = ((8 * near) - far) / (12 * step);
                Tolerance.AssertAbsolute(
                    [curvature], [product[coordinate]], 1e-9 * length, $"{shape} curvature at {coordinate}");
            }
        }
    }

    [Fact]
    public void The_metric_is_that_of_the_last_gradient_but_the_divergence_is_from_the_last_surrogate()
    {
        NetworkShape shape = RandomNetworks.Create(1, maxWidth: 5, maxLayers: 3);
        SampleProblem problem = SampleProblem.Create(shape, rows: 5, seed: 1);
        ReferenceFixture fixture = new(problem);
        double[] v = ReferenceFixture.Doubles(problem.Direction);
        fixture.SurrogateGradient();
        fixture.Parameters.Write(problem.Candidate(0.1f));
        fixture.LikelihoodGradient();
        double[] product = fixture.FisherProduct(v);
        double divergence =
            fixture.Backend.ReadSurrogate(fixture.Workspace, fixture.Parameters).MeanKlOldToNew;

        ReferenceFixture fresh = new(problem);
        fresh.Parameters.Write(problem.Candidate(0.1f));
        fresh.SurrogateGradient();
        Assert.Equal(fresh.FisherProduct(v), product);
        double[] old = ReferenceFixture.Doubles(problem.Parameters);
        Complex[] candidate = ComplexNetwork.Lift(ReferenceFixture.Doubles(problem.Candidate(0.1f)));
        double expected = new ComplexNetwork(shape).KlOldToNew(old, candidate, problem).Real;
        Tolerance.AssertRelative(expected, divergence, Relative, "divergence");
    }

    // Derivative along one coordinate of KL(old, old + distance * v).
    private static double KlSlope(SampleProblem problem, double[] v, double distance, int coordinate)
    {
        double[] old = ReferenceFixture.Doubles(problem.Parameters);
        double[] moved = [.. old.Zip(v, (parameter, direction) => parameter + (distance * direction))];
        return ComplexNetwork.Derivative(new ComplexNetwork(problem.Shape)
            .KlOldToNew(old, ComplexNetwork.Along(moved, coordinate), problem));
    }

    private static void ForRandomNetworks(Action<SampleProblem, ReferenceFixture> check)
    {
        for (int k = 0; k < Networks; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, maxWidth: 9, maxLayers: 4);
            if (shape.ParameterCount <= DenseFisher.MaxParameters)
            {
                SampleProblem problem = SampleProblem.Create(shape, rows: 1 + (k % 7), seed: k);
                check(problem, new ReferenceFixture(problem));
            }
        }
    }

    private static void AssertClose(double[] expected, double[] actual, SampleProblem problem) =>
        Tolerance.AssertRelative(expected, actual, Relative, problem.Shape.ToString());

    private static double[] Multiply(double[,] matrix, double[] v) =>
        [.. Enumerable.Range(0, v.Length).Select(k => v.Select((value, l) => matrix[k, l] * value).Sum())];

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
