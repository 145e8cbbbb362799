using System;
using System.Linq;
using System.Numerics;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceGradientTests
{
    // A derivative by complex step has the rounding errors of one evaluation of the loss, some hundreds of
    // roundings: 1e-12 is 9000 of them.
    private const double Relative = 1e-12;

    // All parameters of a small network; of a large one as many, and directions through all of them.
    private const int MaxCoordinates = 60;
    private const int Directions = 3;

    [Fact]
    public void Surrogate_gradients_of_random_networks_agree_with_the_complex_step() =>
        ForRandomNetworks((network, problem, fixture) => AssertGradient(
            fixture.SurrogateGradient(), problem, parameters => network.SurrogateLoss(parameters, problem)));

    [Fact]
    public void Likelihood_gradients_of_random_networks_agree_with_the_complex_step() =>
        ForRandomNetworks((network, problem, fixture) => AssertGradient(
            fixture.LikelihoodGradient(),
            problem,
            parameters => network.NegativeLogLikelihood(parameters, problem)));

    [Fact]
    public void Losses_of_random_networks_agree_with_their_definitions() =>
        ForRandomNetworks((network, problem, fixture) =>
        {
            fixture.SurrogateGradient();
            float[] candidate = problem.Candidate(0.01f);
            Complex[] parameters = ComplexNetwork.Lift(ReferenceFixture.Doubles(candidate));
            double[] old = ReferenceFixture.Doubles(problem.Parameters);
            ComputeBuffer buffer = fixture.Backend.Allocate(candidate);

            SurrogateTerms terms = fixture.Backend.ReadSurrogate(fixture.Workspace, buffer);
            double likelihood = fixture.Backend.ReadNegativeLogLikelihood(fixture.Workspace, buffer);

            double[] expected =
            [
                network.SurrogateLoss(parameters, problem).Real,
                network.KlOldToNew(old, parameters, problem).Real,
                network.NegativeLogLikelihood(parameters, problem).Real,
            ];
            Tolerance.AssertRelative(
                expected, [terms.SurrogateLoss, terms.MeanKlOldToNew, likelihood], Relative,
                problem.Shape.ToString());
        });

    [Fact]
    public void Half_the_squared_error_is_the_loss_of_a_value_function()
    {
        NetworkShape shape = new(MlpShape.Parse("3-5-1", ActivationKind.Tanh), HeadShape.UnitGaussian(1));
        SampleProblem problem = SampleProblem.Create(shape, rows: 11, seed: 3);
        ReferenceFixture fixture = new(problem);
        ComputeBuffer outputs = fixture.Backend.Allocate(problem.Rows);
        fixture.Backend.Forward(
            fixture.Workspace, fixture.Parameters, fixture.Backend.Allocate(problem.Observations),
            problem.Rows, outputs);

        double meanSquare = ReferenceFixture.Doubles(outputs)
            .Zip(problem.Actions, (value, target) => (value - target) * (value - target)).Average();
        double likelihood = fixture.Backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters);
        Tolerance.AssertRelative(
            (meanSquare + Math.Log(2 * Math.PI)) / 2, likelihood, Relative, "likelihood");
    }

    [Fact]
    public void A_log_ratio_beyond_20_weighs_as_20()
    {
        NetworkShape shape = new(MlpShape.Parse("2-1", ActivationKind.Tanh), HeadShape.UnitGaussian(1));
        SampleProblem problem = SampleProblem.Create(shape, rows: 1, seed: 4);
        double[] likelihood = new ReferenceFixture(problem).LikelihoodGradient();
        problem.LogProbabilities[0] = -1000;
        ReferenceFixture fixture = new(problem);

        double[] surrogate = fixture.SurrogateGradient();
        SurrogateTerms terms = fixture.Backend.ReadSurrogate(fixture.Workspace, fixture.Parameters);

        double weight = Math.Exp(20) * problem.Advantages[0];
        Tolerance.AssertRelative([.. likelihood.Select(g => weight * g)], surrogate, Relative, "gradient");
        Tolerance.AssertRelative(-weight, terms.SurrogateLoss, Relative, "loss");
        Assert.InRange(terms.LargestLogRatio, 990, 1000);
    }

    private static void ForRandomNetworks(Action<ComplexNetwork, SampleProblem, ReferenceFixture> check)
    {
        for (int k = 0; k < 100; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, maxWidth: 33, maxLayers: 4);
            SampleProblem problem = SampleProblem.Create(shape, rows: 1 + (k % 6), seed: k);
            check(new ComplexNetwork(shape), problem, new ReferenceFixture(problem));
        }
    }

    private static void AssertGradient(
        double[] gradient, SampleProblem problem, Func<Complex[], Complex> loss)
    {
        double[] parameters = ReferenceFixture.Doubles(problem.Parameters);
        NormalNumbers random = new(problem.Rows);
        double scale = gradient.Max(Math.Abs);
        int count = Math.Min(gradient.Length, MaxCoordinates);
        for (int trial = 0; trial < count; trial++)
        {
            int k = count == gradient.Length ? trial : random.Index(gradient.Length);
            double expected = ComplexNetwork.Derivative(loss(ComplexNetwork.Along(parameters, k)));
            Tolerance.AssertAbsolute(
                [expected], [gradient[k]], Relative * scale, $"{problem.Shape} gradient at {k}");
        }

        for (int trial = 0; trial < Directions; trial++)
        {
            double[] direction = ReferenceFixture.Doubles(random.Array(gradient.Length));
            double expected = ComplexNetwork.Derivative(loss(ComplexNetwork.Along(parameters, direction)));
            double[] terms = [.. gradient.Zip(direction, (g, d) => g * d)];
            double scaleAlong = terms.Sum(Math.Abs);
            Tolerance.AssertAbsolute(
                [expected], [terms.Sum()], Relative * scaleAlong, $"{problem.Shape} along a direction");
        }
    }
}
