using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceProximalTests
{
    // As for the surrogate's gradient: one evaluation of the loss has some hundreds of roundings.
    private const double Relative = 1e-12;

    private const int MaxCoordinates = 40;

    [Fact]
    public void Gradients_of_random_networks_agree_with_the_complex_step()
    {
        int clipped = 0;
        for (int k = 0; k < 60; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, maxWidth: 17, maxLayers: 3);
            SampleProblem problem = SampleProblem.Create(shape, rows: 1 + (k % 6), seed: k);
            ProximalTerms terms = new(
                ClipRange: k % 4 == 0 ? float.PositiveInfinity : 0.25f,
                KlPenalty: k % 3 == 0 ? 0 : 0.75f,
                EntropyBonus: k % 5 == 0 ? 0 : 0.125f);
            ReferenceFixture fixture = new(problem);
            double[] old = ReferenceFixture.Doubles(problem.Candidate(0.02f));
            double[] gradient =
                [.. fixture.ProximalGradient(fixture.Backend.Allocate(problem.Candidate(0.02f)), terms)];
            double[] surrogate = fixture.SurrogateGradient();

            ComplexNetwork network = new(shape);
            double[] parameters = ReferenceFixture.Doubles(problem.Parameters);
            NormalNumbers random = new(problem.Rows);
            double scale = gradient.Max(Math.Abs) + surrogate.Max(Math.Abs);
            int count = Math.Min(gradient.Length, MaxCoordinates);
            for (int trial = 0; trial < count; trial++)
            {
                int j = count == gradient.Length ? trial : random.Index(gradient.Length);
                double expected = ComplexNetwork.Derivative(network.ProximalLoss(
                    old, ComplexNetwork.Along(parameters, j), problem, terms));
                Tolerance.AssertAbsolute([expected], [gradient[j]], Relative * scale, $"{shape} gradient at {j}");
            }

            clipped += terms == new ProximalTerms(0.25f) && !gradient.SequenceEqual(surrogate) ? 1 : 0;
        }

        // Some of these problems have clipped rows, and no other term that would tell the gradients apart.
        Assert.True(clipped > 0);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(-1, -0.5)]
    public void A_row_that_is_clipped_has_weight_exactly_zero(float advantage, float logRatio)
    {
        NetworkShape shape = new(MlpShape.Parse("2-3-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));
        SampleProblem problem = SampleProblem.Create(shape, rows: 1, seed: 4);
        problem.Advantages[0] = advantage;
        ReferenceFixture fixture = new(problem);
        double logProbability = -fixture.Backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters);
        foreach (int side in (int[])[1, -1])
        {
            problem.LogProbabilities[0] = (float)(logProbability - (side * logRatio));
            fixture = new ReferenceFixture(problem);
            fixture.Backend.ProximalGradient(
                fixture.Workspace, fixture.Parameters, new ProximalTerms(ClipRange: 0.2f), fixture.Gradient);
            double[] gradient = [.. ReferenceFixture.Doubles(fixture.Gradient)];

            // The ratio is beyond the bound that the advantage pushes it over, or beyond the other one.
            Assert.Equal(side > 0 ? new double[gradient.Length] : fixture.SurrogateGradient(), gradient);
        }
    }

    [Fact]
    public void Without_terms_it_is_the_gradient_of_the_surrogate_to_the_bit()
    {
        for (int k = 0; k < 30; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, maxWidth: 9, maxLayers: 3);
            SampleProblem problem = SampleProblem.Create(shape, rows: 1 + (k % 6), seed: k);
            ReferenceFixture fixture = new(problem);
            fixture.Backend.ProximalGradient(
                fixture.Workspace, fixture.Parameters, new ProximalTerms(), fixture.Gradient);
            double[] gradient = [.. ReferenceFixture.Doubles(fixture.Gradient)];
            Assert.Equal(fixture.SurrogateGradient(), gradient);
        }
    }

    [Fact]
    public void The_old_distribution_is_the_one_that_was_kept_and_stays_it()
    {
        NetworkShape shape = RandomNetworks.Create(1, maxWidth: 5, maxLayers: 3);
        SampleProblem problem = SampleProblem.Create(shape, rows: 5, seed: 1);
        float[] candidate = problem.Candidate(0.1f);
        ReferenceFixture fixture = new(problem);
        ComputeBuffer candidates = fixture.Backend.Allocate(candidate);

        // With neither gradient nor any other parameters.
        fixture.Backend.KeepOldDistribution(fixture.Workspace, fixture.Parameters);
        SurrogateTerms expected = fixture.Backend.ReadSurrogate(fixture.Workspace, candidates);
        Assert.True(expected.MeanKlOldToNew > 0);
        fixture.Backend.ProximalGradient(
            fixture.Workspace, candidates, new ProximalTerms(KlPenalty: 1), fixture.Gradient);
        Assert.Equal(expected, fixture.Backend.ReadSurrogate(fixture.Workspace, candidates));

        ReferenceFixture fresh = new(problem);
        fresh.SurrogateGradient();
        Assert.Equal(
            expected, fresh.Backend.ReadSurrogate(fresh.Workspace, fresh.Backend.Allocate(candidate)));
    }
}
