using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>Drawn actions have the distribution that the parameters say.</summary>
public sealed class ReferenceSampleTests
{
    private const int Draws = 4000;

    // Once in a million, were the seed not fixed.
    private const double StandardErrors = 5;

    private readonly ReferenceBackend backend = new();

    [Fact]
    public void Choices_have_their_probabilities()
    {
        double[] actions = Sample(
            HeadShape.MultiCategorical([3, 2]), [0, 1, float.NegativeInfinity, 2, 0.5f]);
        double[] first = [.. actions.Where((_, k) => k % 2 == 0)];
        double[] second = [.. actions.Where((_, k) => k % 2 == 1)];
        AssertFrequency(1 / (1 + Math.E), first.Count(a => a == 0));
        AssertFrequency(Math.E / (1 + Math.E), first.Count(a => a == 1));
        AssertFrequency(1 / (1 + Math.Exp(-1.5)), second.Count(a => a == 0));
        Assert.DoesNotContain(2.0, first);
        Assert.Equal(Draws, second.Count(a => a is 0 or 1));
    }

    [Fact]
    public void Switches_have_their_probabilities()
    {
        double[] actions = Sample(HeadShape.Bernoulli(2), [-1, float.PositiveInfinity]);
        AssertFrequency(1 / (1 + Math.E), actions.Where((_, k) => k % 2 == 0).Count(a => a == 1));
        Assert.All(actions.Where((_, k) => k % 2 == 1), a => Assert.Equal(1, a));
    }

    [Fact]
    public void Normal_numbers_have_their_mean_and_deviation()
    {
        double[] actions = Sample(HeadShape.DiagonalGaussian(3), [1, -2, 0, 0, -1, 1]);
        double[][] columns =
            [.. Enumerable.Range(0, 3).Select(j => actions.Where((_, k) => k % 3 == j).ToArray())];
        AssertMoments(columns[0], 1, 1);
        AssertMoments(columns[1], -2, Math.Exp(-1));
        AssertMoments(columns[2], 0, Math.E);
        AssertMoments(Sample(HeadShape.UnitGaussian(1), [4]), 4, 1);

        // Columns are independent: their correlation is as small as chance makes it.
        double covariance = columns[0].Zip(columns[1], (x, y) => (x - 1) * (y + 2)).Average() / Math.Exp(-1);
        Assert.InRange(covariance, -StandardErrors / Math.Sqrt(Draws), StandardErrors / Math.Sqrt(Draws));
    }

    [Fact]
    public void A_NaN_parameter_draws_NaN()
    {
        HeadShape[] heads = [HeadShape.Categorical(1), HeadShape.Bernoulli(1), HeadShape.UnitGaussian(1)];
        foreach (HeadShape head in heads)
        {
            Assert.All(Sample(head, [float.NaN]), action => Assert.Equal(double.NaN, action));
        }
    }

    // The network's outputs are its last bias, whatever the observation.
    private double[] Sample(HeadShape head, float[] distribution)
    {
        NetworkShape shape = new(new MlpShape([1, head.Size.NetworkOutputs], ActivationKind.Identity), head);
        ComputeBuffer parameters = backend.Allocate(shape.ParameterCount);
        parameters.Write(distribution, shape.Mlp.Layers[0].BiasOffset);
        ComputeBuffer actions = backend.Allocate(Draws * head.Size.Actions);
        backend.Sample(
            backend.CreateWorkspace(shape, Draws), parameters, backend.Allocate(Draws), Draws,
            new NoiseKey(5, 6), actions, backend.Allocate(Draws));
        return ReferenceFixture.Doubles(actions);
    }

    private static void AssertFrequency(double probability, int count)
    {
        double deviation = Math.Sqrt(Draws * probability * (1 - probability));
        Assert.InRange(
            count - (Draws * probability), -StandardErrors * deviation, StandardErrors * deviation);
    }

    private static void AssertMoments(double[] sample, double mean, double deviation)
    {
        double standardError = deviation / Math.Sqrt(Draws);
        Assert.InRange(
            sample.Average() - mean, -StandardErrors * standardError, StandardErrors * standardError);

        // The variance of a squared standard normal number is 2.
        double variance = sample.Average(x => (x - mean) * (x - mean)) / (deviation * deviation);
        double varianceError = Math.Sqrt(2.0 / Draws);
        Assert.InRange(variance - 1, -StandardErrors * varianceError, StandardErrors * varianceError);
    }
}
