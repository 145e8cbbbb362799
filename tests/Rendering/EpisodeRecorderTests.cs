using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rendering;
using Xunit;

namespace TrpoGpu.Tests.Rendering;

/// <summary>What is looked at is what was measured.</summary>
public sealed class EpisodeRecorderTests
{
    public static TheoryData<string> Environments => UntrainedPolicy.Environments;

    [Theory]
    [MemberData(nameof(Environments))]
    public void An_episode_is_the_first_of_an_evaluation(string id)
    {
        using UntrainedPolicy untrained = new(id);
        foreach (bool deterministic in new[] { true, false })
        {
            RecordedEpisode episode = untrained.Policy.Record(seed: 11, deterministic);
            EvaluationResult measured = untrained.Policy.Evaluate(episodes: 1, seed: 11, deterministic);
            Assert.Equal(measured.Returns[0], episode.Return);
            Assert.Equal(measured.MeanLength, episode.Steps);
            Assert.Equal(episode.Steps + 1, episode.Returns.Length);
            Assert.Equal(0, episode.Returns[0]);
            Assert.Equal(11ul, episode.Seed);
            Assert.Equal(
                episode.Steps == episode.Environment.TimeLimit ? EpisodeEnd.Truncated : EpisodeEnd.Terminated,
                episode.End);
        }
    }

    [Fact]
    public void Without_a_seed_it_is_the_first_that_training_reported()
    {
        using UntrainedPolicy untrained = new("CartPole-v1");
        RecordedEpisode episode = untrained.Policy.Record();
        Assert.Equal(untrained.Policy.EvaluationSeed, episode.Seed);
        Assert.Equal(untrained.Policy.Evaluate(episodes: 3).Returns[0], episode.Return);
    }

    // Of the tasks that end an episode by its state: what its last state, and none before it, is.
    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("InvertedPendulum-v5")]
    [InlineData("InvertedDoublePendulum-v5")]
    [InlineData("Hopper-v5")]
    [InlineData("Walker2d-v4")]
    public void The_last_state_is_the_one_that_ended_it(string id)
    {
        Func<double[], bool> isOver = id switch
        {
            "CartPole-v1" => state => Math.Abs(state[0]) > 2.4 || Math.Abs(state[2]) > Math.PI / 15,
            "InvertedPendulum-v5" => state => Math.Abs(state[1]) > 0.2,
            "InvertedDoublePendulum-v5" => state => 0.6 * (Math.Cos(state[1]) + Math.Cos(state[1] + state[2])) < 1,
            "Hopper-v5" => state => state[1] < 0.7 || Math.Abs(state[2]) > 0.2,
            _ => state => state[1] < 0.8 || Math.Abs(state[2]) > 1,
        };
        RecordedEpisode episode = UntrainedPolicy.Episode(id);
        Assert.Equal(EpisodeEnd.Terminated, episode.End);
        Assert.InRange(episode.Steps, 2, episode.Environment.TimeLimit - 1);
        Assert.All(Enumerable.Range(0, episode.Steps), step => Assert.False(isOver(episode.State(step).ToArray())));
        Assert.True(isOver(episode.State(episode.Steps).ToArray()));
    }

    [Fact]
    public void The_last_state_of_a_truncated_episode_follows_from_the_one_before()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("Pendulum-v1");
        int last = episode.Steps;
        Assert.Equal(EpisodeEnd.Truncated, episode.End);

        // The angle moves with the new velocity for 0.05 s.
        double angle = episode.State(last)[0];
        double velocity = episode.State(last)[1];
        Assert.Equal(episode.State(last - 1)[0] + (0.05 * velocity), angle, 1e-6);
        Assert.InRange(Math.Abs(velocity - episode.State(last - 1)[1]), 1e-9, 0.05 * 21);
    }

    [Fact]
    public void An_episode_can_be_left_early()
    {
        RecordedEpisode whole = UntrainedPolicy.Episode("Acrobot-v1");
        RecordedEpisode part = UntrainedPolicy.Episode("Acrobot-v1", mostSteps: 17);
        Assert.Equal(EpisodeEnd.None, part.End);
        Assert.Equal(17, part.Steps);
        Assert.Equal(whole.Returns[..18].ToArray(), part.Returns.ToArray());
        Assert.Equal(whole.State(17).ToArray(), part.State(17).ToArray());

        RecordedEpisode longer = UntrainedPolicy.Episode("Acrobot-v1", mostSteps: whole.Steps);
        Assert.Equal(whole.End, longer.End);
        Assert.Throws<ArgumentOutOfRangeException>(() => UntrainedPolicy.Episode("Acrobot-v1", mostSteps: 0));
    }

    [Fact]
    public void A_step_takes_as_long_as_it_simulates() => Assert.All(
        BuiltInEnvironments.All.ToArray(),
        spec => Assert.Equal(
            BuiltInEnvironments.ShortName(spec.Id) switch
            {
                "cartpole" or "reacher" => 0.02,
                "acrobot" => 0.2,
                "pendulum" or "halfcheetah" or "inverteddoublependulum" => 0.05,
                "invertedpendulum" or "swimmer" => 0.04,
                "hopper" or "walker2d" => 0.008,
                _ => double.NaN,
            },
            spec.StepSeconds ?? double.NaN, 1e-15));
}
