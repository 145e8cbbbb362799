using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>NaN, infinities and impossible actions are results, never exceptions.</summary>
public sealed class ReferenceNonFiniteTests
{
    public static TheoryData<HeadKind> Heads => [.. Enum.GetValues<HeadKind>()];

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_NaN_parameter_reaches_every_result(HeadKind head)
    {
        SampleProblem problem = Problem(head);
        ReferenceFixture fixture = new(problem);
        fixture.SurrogateGradient();
        problem.Parameters[0] = float.NaN;
        fixture.Parameters.Write(problem.Parameters);

        SurrogateTerms terms = fixture.Backend.ReadSurrogate(fixture.Workspace, fixture.Parameters);
        Assert.All(
            (double[])[terms.SurrogateLoss, terms.MeanKlOldToNew, terms.LargestLogRatio],
            value => Assert.Equal(double.NaN, value));
        Assert.Equal(
            double.NaN, fixture.Backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters));
        Assert.Contains(double.NaN, fixture.SurrogateGradient());
        Assert.Contains(double.NaN, fixture.FisherProduct(ReferenceFixture.Doubles(problem.Direction)));
        Assert.Equal(double.NaN, Mode(fixture, problem)[0]);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void An_action_that_is_none_has_no_log_probability(HeadKind head)
    {
        SampleProblem problem = Problem(head);
        float[] impossibleActions = head is HeadKind.DiagonalGaussian or HeadKind.UnitGaussian
            ? [float.NaN]
            : [float.NaN, -1, 0.5f, 99, float.PositiveInfinity];
        foreach (float impossible in impossibleActions)
        {
            problem.Actions[0] = impossible;
            ReferenceFixture fixture = new(problem);
            Assert.Contains(double.NaN, fixture.LikelihoodGradient());
            Assert.Equal(
                double.NaN, fixture.Backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters));
        }
    }

    [Theory]
    [InlineData(HeadKind.Categorical)]
    [InlineData(HeadKind.MultiCategorical)]
    [InlineData(HeadKind.Bernoulli)]
    public void A_masked_action_adds_nothing(HeadKind head)
    {
        // The last bias of a network is its last logit: minus infinity masks that action.
        SampleProblem problem = Problem(head);
        problem.Parameters[^1] = float.NegativeInfinity;
        for (int b = 0; b < problem.Rows; b++)
        {
            problem.Actions[((b + 1) * problem.Shape.Head.Size.Actions) - 1] = 0;
        }

        ReferenceFixture fixture = new(problem);
        Assert.All(fixture.SurrogateGradient(), g => Assert.True(double.IsFinite(g)));
        SurrogateTerms terms = fixture.Backend.ReadSurrogate(fixture.Workspace, fixture.Parameters);
        Assert.True(double.IsFinite(terms.Entropy));
        Tolerance.AssertAbsolute([0], [terms.MeanKlOldToNew], 0, "divergence from itself");

        // The old distribution forbids what the new one allows; the other way round is infinitely far.
        fixture.Parameters.Write([0], problem.Parameters.Length - 1);
        Assert.True(double.IsFinite(
            fixture.Backend.ReadSurrogate(fixture.Workspace, fixture.Parameters).MeanKlOldToNew));
        fixture.SurrogateGradient();
        fixture.Parameters.Write([float.NegativeInfinity], problem.Parameters.Length - 1);
        Assert.Equal(
            double.PositiveInfinity,
            fixture.Backend.ReadSurrogate(fixture.Workspace, fixture.Parameters).MeanKlOldToNew);
    }

    [Fact]
    public void The_mode_is_the_most_likely_action_and_of_equal_ones_the_first()
    {
        Assert.Equal([1], ModeOf(HeadShape.Categorical(4), [-1, 2, 2, 0]));
        Assert.Equal([0, 2], ModeOf(HeadShape.MultiCategorical([2, 3]), [5, 5, 1, 2, 3]));
        Assert.Equal([1, 0, 0], ModeOf(HeadShape.Bernoulli(3), [0.1f, 0, -3]));
        Assert.Equal([0.5f, -7], ModeOf(HeadShape.UnitGaussian(2), [0.5f, -7]));
        Assert.Equal([0.5f, -7], ModeOf(HeadShape.DiagonalGaussian(2), [0.5f, -7]));
    }

    // A network without weights to speak of: its outputs are the last layer's bias.
    private static float[] ModeOf(HeadShape head, float[] outputs)
    {
        NetworkShape shape = new(new MlpShape([1, head.Size.NetworkOutputs], ActivationKind.Identity), head);
        SampleProblem problem = SampleProblem.Create(shape, rows: 1, seed: 0);
        Array.Clear(problem.Parameters);
        outputs.CopyTo(problem.Parameters, shape.Mlp.Layers[0].BiasOffset);
        ReferenceFixture fixture = new(problem);
        return Array.ConvertAll(Mode(fixture, problem), value => (float)value);
    }

    private static double[] Mode(ReferenceFixture fixture, SampleProblem problem)
    {
        ComputeBuffer actions = fixture.Backend.Allocate(problem.Actions.Length);
        fixture.Backend.Mode(
            fixture.Workspace, fixture.Parameters, fixture.Backend.Allocate(problem.Observations),
            problem.Rows, actions);
        return ReferenceFixture.Doubles(actions);
    }

    private static SampleProblem Problem(HeadKind kind)
    {
        HeadShape head = kind switch
        {
            HeadKind.Categorical => HeadShape.Categorical(3),
            HeadKind.DiagonalGaussian => HeadShape.DiagonalGaussian(2),
            HeadKind.MultiCategorical => HeadShape.MultiCategorical([2, 3]),
            HeadKind.Bernoulli => HeadShape.Bernoulli(2),
            _ => HeadShape.UnitGaussian(2),
        };
        NetworkShape shape = new(new MlpShape([2, 3, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        return SampleProblem.Create(shape, rows: 4, seed: 9);
    }
}
