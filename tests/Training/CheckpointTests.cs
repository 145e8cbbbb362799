using System;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>A run that is continued elsewhere gives the bits of one that was never interrupted.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly TrpoOptions Options = new()
    {
        Environments = 6,
        Steps = 40,
        Hidden = [9, 5],
        CriticUpdates = 2,
        CriticMinibatchRows = 64,
        NoiseHoldSteps = 3,
    };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["checkpoint.safetensors"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("CartPole-v1", CriticMethod.Adam)]
    [InlineData("CartPole-v1", CriticMethod.GaussNewton)]
    [InlineData("Pendulum-v1", CriticMethod.Adam)]
    [InlineData("Acrobot-v1", CriticMethod.GaussNewton)]
    public void Goes_on_bit_for_bit_with_other_threads_and_vectors(string id, CriticMethod critic)
    {
        TrpoOptions options = Options with { Critic = critic };
        using CpuBackend backend = new(2);
        using TrpoTrainer whole = new(backend, id, options, seed: 8);
        whole.Iterate();
        whole.Iterate();
        whole.SaveCheckpoint(Path);

        using CpuBackend elsewhere = new(1, LaneWidth.One);
        using TrpoTrainer continued = new(elsewhere, id, options, seed: 8);
        continued.RestoreCheckpoint(Path);
        Assert.Equal((whole.Iterations, whole.StepsTaken), (continued.Iterations, continued.StepsTaken));
        Assert.Equal(whole.EpisodesEnded, continued.EpisodesEnded);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(WithoutTimes(whole.Iterate()), WithoutTimes(continued.Iterate()));
            Assert.Equal(whole.EndedEpisodes.ToArray(), continued.EndedEpisodes.ToArray());
        }

        Assert.Equal(Bits.Of(whole.Policy.Parameters), Bits.Of(continued.Policy.Parameters));
        Assert.Equal(Bits.Of(whole.Value.Parameters), Bits.Of(continued.Value.Parameters));
    }

    [Fact]
    public void Says_what_run_it_is_of()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "CartPole-v1", Options, seed: ulong.MaxValue);
        trainer.SaveCheckpoint(Path);
        CheckpointRun run = CheckpointRun.Read(Path);
        Assert.Equal(("CartPole-v1", ulong.MaxValue, "cpu"), (run.Environment, run.Seed, run.Backend));
        Assert.Equal(OptionTable.ToJson(Options), OptionTable.ToJson(run.Options));
    }

    [Fact]
    public void Of_another_run_is_refused_and_changes_nothing()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer saved = new(backend, "CartPole-v1", Options, seed: 1);
        saved.Iterate();
        saved.SaveCheckpoint(Path);
        Refuses("env_id", "Acrobot-v1", Options, seed: 1);
        Refuses("seed", "CartPole-v1", Options, seed: 2);
        Refuses("net_arch is 9,5, expected 9", "CartPole-v1", Options with { Hidden = [9] }, seed: 1);
        Refuses("n_envs is 6, expected 5", "CartPole-v1", Options with { Environments = 5 }, seed: 1);
        Refuses("critic is gauss_newton", "CartPole-v1", Options with { Critic = CriticMethod.Adam }, seed: 1);
        Refuses("gamma is 0.99, expected 0.5", "CartPole-v1", Options with { Discount = 0.5 }, seed: 1);

        void Refuses(string where, string id, TrpoOptions options, ulong seed)
        {
            using TrpoTrainer other = new(backend, id, options, seed);
            int[] before = Bits.Of(other.Policy.Parameters);
            InvalidFileException refusal = Assert.Throws<InvalidFileException>(() => other.RestoreCheckpoint(Path));
            Assert.Contains(where, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, Bits.Of(other.Policy.Parameters));
            Assert.Equal((0, 0L), (other.Iterations, other.StepsTaken));
        }
    }

    [Fact]
    public void Of_a_users_environment_there_is_none()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, new IdentityVector(ActionKind.Discrete, 2), Options);
        Assert.Throws<NotSupportedException>(() => trainer.SaveCheckpoint(Path));
        Assert.Empty(folder.Names());
    }

    [Fact]
    public void A_saved_policy_acts_and_measures_like_the_trainers()
    {
        const ulong EvaluationSeed = 99;
        using CpuBackend backend = new(2);
        using TrpoTrainer trainer = new(backend, "Pendulum-v1", Options, seed: 4);
        trainer.Iterate();
        trainer.Iterate();
        trainer.SavePolicy(Path);
        using TrainedPolicy policy = TrainedPolicy.Load(Path, backend, capacity: 3);
        using CpuBackend elsewhere = new(1, LaneWidth.One);
        using TrainedPolicy same = TrainedPolicy.Load(Path, elsewhere, capacity: 3);

        Assert.Equal(
            ("Pendulum-v1", trainer.StepsTaken, 4UL),
            (policy.EnvironmentId, policy.TrainedSteps, policy.Seed));
        float[] observations = new NormalNumbers(1).Array(9);
        float[] actions = new float[3];
        float[] sameActions = new float[3];
        policy.Act(observations, actions);
        same.Act(observations, sameActions);
        Assert.Equal(Bits.Of(actions), Bits.Of(sameActions));
        Assert.Equal(3, actions.Distinct().Count());
        Assert.Equal(
            policy.Evaluate(episodes: 5, EvaluationSeed).Returns.ToArray(),
            same.Evaluate(episodes: 5, EvaluationSeed).Returns.ToArray());
        Assert.Throws<ArgumentException>(() => policy.Act(new float[12], new float[4]));
        Assert.Throws<ArgumentException>(() => policy.Act(new float[4], new float[1]));
    }

    private static TrainingReport WithoutTimes(TrainingReport report) => report with
    {
        RolloutTime = default,
        UpdateTime = default,
        CriticTime = default,
    };
}
