using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>Episodes that begin with their clocks spread: phases, and what is counted as an episode.</summary>
public sealed class StaggeredStartTests
{
    private const int Count = 4;
    private const int Limit = 200;

    public static TheoryData<string> Engines => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Clocks_are_spread_over_the_time_limit_and_nothing_else_changes(string engine)
    {
        using ComputeBackend backend = engine == "cpu" ? new CpuBackend(1) : new ReferenceBackend();
        using BuiltInSource source = new(backend, "Pendulum-v1", Count, seed: 3);
        var before = new double[source.StateLength];
        source.ReadState(before);
        source.StaggerClocks();
        var after = new double[source.StateLength];
        source.ReadState(after);

        double[] changes = [.. after.Zip(before, (late, early) => late - early).Where(change => change != 0)];
        Assert.Equal([50, 100, 150], changes);
        Assert.Equal(0, source.StepsTaken);
    }

    [Fact]
    public void First_episodes_are_truncated_early_one_after_the_other()
    {
        using RolloutScene scene = new("Pendulum-v1", Count);
        scene.Source.StaggerClocks();
        using TrajectoryBuffers trajectories = scene.Run(Limit);
        var ends = trajectories.Ends.ReadArray();

        for (int n = 0; n < Count; n++)
        {
            int[] endings = [.. Enumerable.Range(0, Limit).Where(t => ends[(t * Count) + n] != 0)];
            Assert.Equal([Limit - (n * Limit / Count) - 1], endings);
            Assert.Equal((float)EpisodeEnd.Truncated, ends[(endings[0] * Count) + n]);
        }
    }

    [Fact]
    public void An_episode_that_the_spread_clock_cut_short_is_not_counted()
    {
        using CpuBackend backend = new(1);
        TrpoOptions options = Presets.For("Pendulum-v1") with
        {
            Environments = Count,
            Steps = Limit,
            StaggerStarts = true,
        };
        using TrpoTrainer trainer = new(backend, "Pendulum-v1", options, seed: 1);

        trainer.Iterate();
        EpisodeRecord whole = Assert.Single(trainer.EndedEpisodes.ToArray());
        Assert.Equal(Limit, whole.Length);
        Assert.Equal(1 + ((Limit - 1) * Count), whole.Step);

        trainer.Iterate();
        Assert.Equal(Count, trainer.EndedEpisodes.Length);
        Assert.All(trainer.EndedEpisodes.ToArray(), episode => Assert.Equal(Limit, episode.Length));
    }

    [Fact]
    public void An_episode_that_fell_has_its_own_length()
    {
        using CpuBackend backend = new(1);
        TrpoOptions options = Presets.For("CartPole-v1") with { Environments = 16, Steps = 64, StaggerStarts = true };
        using TrpoTrainer trainer = new(backend, "CartPole-v1", options, seed: 1);

        trainer.Iterate();
        Assert.NotEmpty(trainer.EndedEpisodes.ToArray());

        // CartPole's reward is one a step.
        Assert.All(trainer.EndedEpisodes.ToArray(), episode => Assert.Equal(episode.Return, episode.Length));
    }

    [Fact]
    public void Clocks_are_spread_before_the_first_step_only()
    {
        using RolloutScene scene = new("Pendulum-v1", Count);
        using TrajectoryBuffers trajectories = scene.Run(1);
        Assert.Contains("1 steps", Assert.Throws<InvalidOperationException>(scene.Source.StaggerClocks).Message);
    }

    [Fact]
    public void Clocks_of_a_users_environments_are_the_users()
    {
        using CpuBackend backend = new(1);
        using IdentityVector environments = new(ActionKind.Continuous, 2);
        var refusal = Assert.Throws<OptionException>(
            () => new TrpoTrainer(backend, environments, new TrpoOptions { StaggerStarts = true }));
        Assert.StartsWith("stagger_starts: ", refusal.Message);
    }
}
