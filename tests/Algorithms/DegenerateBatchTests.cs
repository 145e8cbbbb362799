using System;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>
/// Batches and policies without information, or with a singular Fisher matrix: the update is sound or has a name.
/// <see cref="PolicyScene.Apply"/> checks what holds of every update.
/// </summary>
public sealed class DegenerateBatchTests : IDisposable
{
    private const int Rows = 65;

    private static readonly TrustRegionOptions Options = TrustRegionOptions.Default;
    private static readonly NetworkShape Discrete =
        PolicyScene.Network("4-8-8-3", ActivationKind.Tanh, HeadShape.Categorical(3));
    private static readonly NetworkShape Continuous =
        PolicyScene.Network("4-8-8-2", ActivationKind.Tanh, HeadShape.DiagonalGaussian(2));

    private readonly CpuBackend backend = new(1);

    public static TheoryData<float> Dampings => [0f, 0.1f];

    public void Dispose() => backend.Dispose();

    [Theory]
    [InlineData(0f)]
    [InlineData(3f)]
    public void Equal_advantages_are_a_zero_gradient_once_standardized(float advantage)
    {
        float[] advantages = [.. Enumerable.Repeat(advantage, Rows)];
        using ComputeBuffer standardized = backend.Allocate(advantages);
        backend.Standardize(standardized, Rows);

        Assert.All(standardized.ReadArray(), value => Assert.Equal(0f, value));
        Assert.Equal(UpdateOutcome.ZeroGradient, Apply(Discrete, advantages: standardized.ReadArray()).Outcome);
        Assert.Equal(UpdateOutcome.ZeroGradient, Apply(Continuous, advantages: standardized.ReadArray()).Outcome);
    }

    [Fact]
    public void Equal_advantages_that_are_not_standardized_make_what_was_done_likelier()
    {
        float[] advantages = [.. Enumerable.Repeat(3f, Rows)];
        Assert.Equal(UpdateOutcome.Accepted, Apply(Discrete, advantages: advantages).Outcome);
        Assert.Equal(UpdateOutcome.Accepted, Apply(Continuous, advantages: advantages).Outcome);
    }

    [Fact]
    public void A_constant_reward_that_the_values_foresaw_is_a_zero_gradient()
    {
        // Reward 1 and discount 1/2: every state is worth 2, and every advantage is exactly 0.
        using FilledPipeline pipeline = new(backend, HeadShape.Categorical(3), ActivationKind.Tanh);
        TrajectoryBuffers t = pipeline.Trajectories;
        t.Rewards.Write([.. Enumerable.Repeat(1f, t.Rows)]);
        t.Values.Write([.. Enumerable.Repeat(2f, t.Rows)]);
        t.LastValues.Write([.. Enumerable.Repeat(2f, t.Environments)]);
        t.Ends.Write(new float[t.Rows]);
        backend.Advantages(t, 0.5f, 0.95f, 1f, pipeline.Advantages, pipeline.Returns);
        backend.Standardize(pipeline.Advantages, t.Rows);
        int[] before = Bits.Of(pipeline.PolicyParameters);

        Assert.Equal(UpdateOutcome.ZeroGradient, pipeline.Update(Options).Outcome);
        Assert.Equal(before, Bits.Of(pipeline.PolicyParameters));
    }

    [Fact]
    public void One_sample_standardized_is_a_zero_gradient()
    {
        using ComputeBuffer advantage = backend.Allocate([-7f]);
        backend.Standardize(advantage, 1);
        Assert.Equal(UpdateOutcome.ZeroGradient, Apply(Discrete, rows: 1, advantages: advantage.ReadArray()).Outcome);
    }

    [Theory]
    [MemberData(nameof(Dampings))]
    public void One_sample_is_enough_for_a_step(float damping)
    {
        Assert.Equal(UpdateOutcome.Accepted, Apply(Discrete, rows: 1, damping: damping).Outcome);
        Assert.Equal(UpdateOutcome.Accepted, Apply(Continuous, rows: 1, damping: damping).Outcome);
    }

    [Fact]
    public void A_choice_of_one_is_no_choice()
    {
        NetworkShape single = PolicyScene.Network("4-8-1", ActivationKind.Tanh, HeadShape.Categorical(1));
        UpdateReport report = Apply(single);
        Assert.Equal(UpdateOutcome.ZeroGradient, report.Outcome);
        Assert.Equal(0, report.End.MeanKlOldToNew);
        Assert.Equal(0, report.Start.Entropy);
    }

    [Theory]
    [MemberData(nameof(Dampings))]
    public void Equal_observations_leave_a_bandit(float damping)
    {
        float[] observations = [.. Enumerable.Repeat(0.7f, Rows * 4)];
        Assert.Equal(UpdateOutcome.Accepted, Apply(Discrete, observations: observations, damping: damping).Outcome);
        Assert.Equal(UpdateOutcome.Accepted, Apply(Continuous, observations: observations, damping: damping).Outcome);
    }

    [Theory]
    [MemberData(nameof(Dampings))]
    public void Observations_of_zeros_leave_the_biases(float damping)
    {
        float[] observations = new float[Rows * 4];
        Assert.Equal(UpdateOutcome.Accepted, Apply(Discrete, observations: observations, damping: damping).Outcome);
        Assert.Equal(UpdateOutcome.Accepted, Apply(Continuous, observations: observations, damping: damping).Outcome);
    }

    [Theory]
    [MemberData(nameof(Dampings))]
    public void Dead_units_make_rows_of_zeros_in_the_Fisher_matrix(float damping)
    {
        NetworkShape shape = PolicyScene.Network("4-8-8-3", ActivationKind.Relu, HeadShape.Categorical(3));
        float[] parameters = SampleProblem.Create(shape, 1, seed: 1).Parameters;
        DenseShape second = shape.Mlp.Layers[1];
        parameters.AsSpan(second.BiasOffset, second.O).Fill(-100f);
        using PolicyScene scene = Scene(shape, parameters: parameters);

        Assert.Equal(UpdateOutcome.Accepted, scene.Apply(WithDamping(damping)).Outcome);

        // Only the last layer's biases see a gradient.
        float[] after = scene.Parameters.ReadArray();
        int biases = shape.Mlp.Layers[2].BiasOffset;
        Assert.Equal(Bits.Of(parameters.AsSpan(0, biases)), Bits.Of(after.AsSpan(0, biases)));
    }

    [Theory]
    [MemberData(nameof(Dampings))]
    public void A_feature_given_twice_makes_the_Fisher_matrix_singular(float damping)
    {
        float[] observations = new NormalNumbers(4).Array(Rows * 4);
        for (int b = 0; b < Rows; b++)
        {
            observations[(b * 4) + 3] = observations[b * 4];
        }

        Assert.Equal(UpdateOutcome.Accepted, Apply(Discrete, observations: observations, damping: damping).Outcome);
        Assert.Equal(UpdateOutcome.Accepted, Apply(Continuous, observations: observations, damping: damping).Outcome);
    }

    [Theory]
    [MemberData(nameof(Dampings))]
    public void Fewer_samples_than_parameters(float damping)
    {
        NetworkShape wide = PolicyScene.Network("4-40-40-3", ActivationKind.Tanh, HeadShape.Categorical(3));
        Assert.True(wide.ParameterCount > 30 * Rows);
        Assert.Equal(UpdateOutcome.Accepted, Apply(wide, damping: damping).Outcome);
    }

    [Theory]
    [InlineData(-20f, UpdateOutcome.NoImprovement)]
    [InlineData(-10f, UpdateOutcome.Accepted)]
    [InlineData(2f, UpdateOutcome.Accepted)]
    public void Standard_deviations_at_both_ends_of_their_range(float logStandardDeviation, UpdateOutcome expected)
    {
        // At -20 the deviation is 2e-9, and neighbouring floats around a mean of order one are 30 deviations apart:
        // no step of the mean is inside the trust region.
        float[] parameters = SampleProblem.Create(Continuous, 1, seed: 1).Parameters;
        parameters.AsSpan(Continuous.Mlp.ParameterCount).Fill(logStandardDeviation);
        Assert.Equal(expected, Apply(Continuous, parameters: parameters).Outcome);
    }

    [Fact]
    public void Policies_that_have_decided()
    {
        // Logits a thousand apart: probabilities of exactly 1 and 0, no gradient and no curvature.
        float[] parameters = SampleProblem.Create(Discrete, 1, seed: 1).Parameters;
        parameters[Discrete.Mlp.Layers[2].BiasOffset] = 1000f;
        UpdateReport report = Apply(Discrete, parameters: parameters);
        Assert.Equal(UpdateOutcome.ZeroGradient, report.Outcome);
        Assert.Equal(0, report.Start.LargestLogRatio);
    }

    private UpdateReport Apply(
        NetworkShape shape, int rows = Rows, float[]? parameters = null, float[]? observations = null,
        float[]? advantages = null, float damping = 0.1f)
    {
        using PolicyScene scene = Scene(shape, rows, parameters, observations, advantages);
        UpdateReport report = scene.Apply(WithDamping(damping));
        Assert.Equal(0, report.Start.LargestLogRatio);
        return report;
    }

    private static TrustRegionOptions WithDamping(float damping) =>
        Options with { Direction = Options.Direction with { Damping = damping } };

    private PolicyScene Scene(
        NetworkShape shape, int rows = Rows, float[]? parameters = null, float[]? observations = null,
        float[]? advantages = null)
    {
        SampleProblem problem = SampleProblem.Create(shape, rows, seed: 2);
        return new PolicyScene(
            backend, shape, parameters ?? problem.Parameters, observations ?? problem.Observations,
            advantages ?? problem.Advantages);
    }
}
