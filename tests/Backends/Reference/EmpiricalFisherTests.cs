using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class EmpiricalFisherTests
{
    // Two double-precision evaluations of the same sums of some thousand terms.
    private const double Relative = 1e-11;

    public static TheoryData<HeadKind> Heads => [.. Enum.GetValues<HeadKind>()];

    [Fact]
    public void Products_equal_the_dense_matrix_of_scores()
    {
        for (int k = 0; k < 60; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, maxWidth: 9, maxLayers: 4);
            if (shape.ParameterCount > DenseFisher.MaxParameters)
            {
                continue;
            }

            SampleProblem problem = SampleProblem.Create(shape, rows: 1 + (k % 7), seed: k);
            ReferenceFixture fixture = new(problem);
            fixture.LikelihoodGradient();
            double[] v = ReferenceFixture.Doubles(problem.Direction);
            foreach (int stride in (int[])[1, 2, 3, problem.Rows + 1])
            {
                double[,] matrix = DenseFisher.Create(problem, stride, FisherKind.Empirical);
                double[] expected = [.. Enumerable.Range(0, v.Length).Select(
                    row => v.Select((value, column) => matrix[row, column] * value).Sum())];
                Tolerance.AssertRelative(
                    expected, fixture.FisherProduct(v, rowStride: stride, kind: FisherKind.Empirical), Relative,
                    shape.ToString());
            }

            // The kind is that of the last preparation.
            ReferenceFixture fresh = new(problem);
            fresh.LikelihoodGradient();
            Assert.Equal(fresh.FisherProduct(v), fixture.FisherProduct(v));
        }
    }

    // The sum over all actions, each with its probability, and for normal numbers a quadrature that is exact for the
    // fourth moments which the metric is made of.
    [Theory]
    [MemberData(nameof(Heads))]
    public void Its_expectation_over_actions_is_the_Fisher_matrix(HeadKind kind)
    {
        (HeadShape head, DistributionCase distribution) = Example(kind);
        NetworkShape shape = new(new MlpShape([3, 4, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        SampleProblem problem = SampleProblem.Create(shape, rows: 1, seed: 6);
        double[] v = ReferenceFixture.Doubles(problem.Direction);
        ReferenceFixture fixture = new(problem);
        ComputeBuffer outputs = fixture.Backend.Allocate(head.Size.Parameters);
        fixture.Backend.Forward(
            fixture.Workspace, fixture.Parameters, fixture.Backend.Allocate(problem.Observations), 1, outputs);
        double[] mean = new double[v.Length];
        double largest = 0;
        foreach ((double[] action, double weight) in distribution.Expectation(ReferenceFixture.Doubles(outputs)))
        {
            SampleBatch batch = problem.ToBatch(fixture.Backend);
            action.CopyTo(ReferenceFixture.Doubles(batch.Actions), 0);
            fixture.Backend.Load(fixture.Workspace, batch);
            fixture.LikelihoodGradient();
            double[] product = fixture.FisherProduct(v, kind: FisherKind.Empirical);
            for (int k = 0; k < mean.Length; k++)
            {
                mean[k] += weight * product[k];
                largest = Math.Max(largest, Math.Abs(weight * product[k]));
            }
        }

        Tolerance.AssertAbsolute(fixture.FisherProduct(v), mean, Relative * largest, kind.ToString());
    }

    private static (HeadShape Head, DistributionCase Distribution) Example(HeadKind kind) => kind switch
    {
        HeadKind.Categorical => (HeadShape.Categorical(5), new CategoricalCase(5)),
        HeadKind.MultiCategorical => (HeadShape.MultiCategorical([2, 3, 1]), new MultiCategoricalCase(2, 3, 1)),
        HeadKind.Bernoulli => (HeadShape.Bernoulli(3), new BernoulliCase(3)),
        HeadKind.DiagonalGaussian => (HeadShape.DiagonalGaussian(2), new DiagonalGaussianCase(2)),
        _ => (HeadShape.UnitGaussian(2), new UnitGaussianCase(2)),
    };
}
