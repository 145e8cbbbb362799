using System;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>What an iteration reports, on environments of which it can be worked out by hand.</summary>
public sealed class TrainingReportTests
{
    private static readonly TrpoOptions Options = new()
    {
        Steps = 40,
        Hidden = [4],
        CriticUpdates = 1,
        NormalizeRewards = false,
        NormalizeObservations = false,
    };

    [Fact]
    public void A_constant_value_explains_no_variance_however_far_it_is_from_the_returns()
    {
        // One observation only, so one value only; the rewards vary around 1000.
        TrainingReport report = Iterate(new OneStepEpisodes(reward: step => 1000 + (step % 7)));
        Assert.Equal(0, report.ExplainedVariance, 1e-4);
        Assert.True(report.Critic.MeanSquaredErrorBefore > 900_000);
    }

    [Fact]
    public void Returns_that_do_not_vary_leave_nothing_to_explain()
    {
        TrainingReport report = Iterate(new OneStepEpisodes(reward: _ => 3));
        Assert.True(double.IsNaN(report.ExplainedVariance));
        Assert.Equal(UpdateOutcome.ZeroGradient, report.Update.Outcome);
        Assert.Equal(CriticOutcome.Fitted, report.Critic.Outcome);
    }

    [Fact]
    public void Episodes_are_counted_and_averaged()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, new OneStepEpisodes(reward: step => step), Options);
        TrainingReport report = trainer.Iterate();
        Assert.Equal(40, report.EpisodesEnded);
        Assert.Equal(Enumerable.Range(0, 40).Average(), report.EpisodeReturnMean);
        Assert.Equal(1, report.EpisodeLengthMean);
        Assert.Equal((1, 40L), (report.Iteration, report.Steps));
        Assert.Equal(new EpisodeRecord(40, 39, 1), trainer.EndedEpisodes[^1]);

        // The mean is over the last hundred: 20 to 119.
        trainer.Iterate();
        Assert.Equal(Enumerable.Range(20, 100).Average(), trainer.Iterate().EpisodeReturnMean);
        Assert.Equal(120, trainer.EpisodesEnded);
        Assert.Equal(120, trainer.StepsTaken);
    }

    [Fact]
    public void Before_the_first_episode_has_ended_there_is_no_mean()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "Pendulum-v1", Options with { Environments = 2 });
        TrainingReport report = trainer.Iterate();
        Assert.Equal(0, report.EpisodesEnded);
        Assert.True(double.IsNaN(report.EpisodeReturnMean) && double.IsNaN(report.EpisodeLengthMean));
    }

    [Fact]
    public void Training_stops_at_its_budget()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "CartPole-v1", Options with { Environments = 4 });
        Assert.Equal([160, 320, 480], trainer.Train(totalSteps: 321).Select(report => report.Steps));
        Assert.Empty(trainer.Train(totalSteps: 480));
        Assert.Single(trainer.Train(totalSteps: 481));
    }

    [Fact]
    public void Rewards_too_small_to_be_scaled_are_left_as_they_are()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(
            backend, new OneStepEpisodes(reward: step => 1e-42f * (step % 7)),
            Options with { NormalizeRewards = true });
        for (int k = 0; k < 3; k++)
        {
            // Next to the value of the one state the rewards are nothing, and advantages are equal.
            TrainingReport report = trainer.Iterate();
            Assert.Equal(CriticOutcome.Fitted, report.Critic.Outcome);
            Assert.Equal(UpdateOutcome.ZeroGradient, report.Update.Outcome);
        }
    }

    [Fact]
    public void A_setting_out_of_range_is_named_before_anything_is_made()
    {
        using CpuBackend backend = new(1);
        Assert.Equal("n_envs", Refusal(Options with { Environments = 0 }));
        Assert.Equal("n_steps", Refusal(Options with { Steps = -1 }));
        Assert.Equal("target_kl", Refusal(Options with { MaxKl = double.NaN }));
        Assert.Throws<ArgumentException>(
            () => new TrpoTrainer(backend, "CartPole-v1", Options with { Environments = 3000, Steps = 1_000_000 }));

        string Refusal(TrpoOptions options) =>
            Assert.Throws<OptionException>(() => new TrpoTrainer(backend, "CartPole-v1", options)).Option;
    }

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("Pendulum-v1")]
    public void A_policy_of_NaN_is_reported_and_spreads_to_nothing_that_lasts(string id)
    {
        using CpuBackend backend = new(2);
        using TrpoTrainer trainer = new(backend, id, Options with { Environments = 4, NormalizeObservations = true });
        trainer.Iterate();
        float[] policy = trainer.Policy.Parameters.ReadArray();
        int[] value = Bits.Of(trainer.Value.Parameters);
        trainer.Policy.Parameters.Write([.. Enumerable.Repeat(float.NaN, policy.Length)]);
        TrainingReport report = trainer.Iterate();
        Assert.NotEqual(UpdateOutcome.Accepted, report.Update.Outcome);
        Assert.All(trainer.Policy.Parameters.ReadArray(), parameter => Assert.True(float.IsNaN(parameter)));
        Assert.True(report.Critic.Outcome == CriticOutcome.Fitted ||
            Bits.Of(trainer.Value.Parameters).SequenceEqual(value));

        // With the policy restored, training goes on as soon as the environments have started new episodes.
        trainer.Policy.Parameters.Write(policy);
        for (int k = 0; k < 8 && report.Update.Outcome != UpdateOutcome.Accepted; k++)
        {
            report = trainer.Iterate();
        }

        Assert.Equal(UpdateOutcome.Accepted, report.Update.Outcome);
        Assert.Equal(CriticOutcome.Fitted, report.Critic.Outcome);
    }

    private static TrainingReport Iterate(IVectorEnvironment environments)
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, environments, Options);
        return trainer.Iterate();
    }

    /// <summary>One environment that shows the same observation always and ends its episode in every step.</summary>
    private sealed class OneStepEpisodes(Func<int, float> reward) : IVectorEnvironment
    {
        private int step;

        public EnvironmentSpec Spec { get; } = FaultyVector.Describe(ActionSpace.Discrete(2), observations: 1);

        public int Count => 1;

        public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations) => observations[0] = 0.5f;

        public void Advance(ReadOnlySpan<float> actions, in StepResult result)
        {
            result.Observations[0] = 0.5f;
            result.Rewards[0] = reward(step++);
            result.Terminated[0] = true;
        }

        public void Dispose()
        {
        }
    }
}
