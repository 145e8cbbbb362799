using System;
using System.Collections.Generic;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>A policy file gives back the policy that the trainer had, and nothing else passes for one.</summary>
public sealed class TrainedPolicyTests : IDisposable
{
    private const int Rows = 5;

    private static readonly TrpoOptions Options = new()
    {
        Environments = 4,
        Steps = 60,
        Hidden = [6, 5],
        MaxIterations = 5,
        CriticSteps = 1,
    };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["policy.safetensors"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    [InlineData("MountainCarContinuous-v0")]
    public void Acts_and_measures_as_the_trainer_does(string id)
    {
        using CpuBackend backend = new(2);
        using TrpoTrainer trainer = new(backend, id, Options, seed: 6);
        trainer.Iterate();
        trainer.Iterate();
        trainer.SavePolicy(Path);
        using TrainedPolicy policy = TrainedPolicy.Load(Path, backend, Rows);

        // What the trainer's evaluation chose, observation by observation.
        RecordedObservations recorded = new(trainer.Environment);
        trainer.Evaluate(recorded);
        Assert.NotEmpty(recorded.Actions);
        for (int k = 0; k < recorded.Actions.Count; k++)
        {
            float[] actions = new float[recorded.Actions[k].Length];
            policy.Act(recorded.Observations[k], actions);
            Assert.Equal(Bits.Of(recorded.Actions[k]), Bits.Of(actions));
        }

        EvaluationResult expected = trainer.Evaluate(episodes: 3);
        Assert.Equal(expected.Returns.ToArray(), policy.Evaluate(episodes: 3).Returns.ToArray());
        Assert.Equal(
            expected.Returns.ToArray(), policy.Evaluate(episodes: 3, policy.EvaluationSeed).Returns.ToArray());
        Assert.NotEqual(expected.Returns.ToArray(), policy.Evaluate(episodes: 3, seed: 1).Returns.ToArray());
    }

    [Fact]
    public void What_is_far_from_anything_seen_is_clipped_as_in_training()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "Pendulum-v1", Options);
        trainer.Iterate();
        trainer.SavePolicy(Path);
        using TrainedPolicy policy = TrainedPolicy.Load(Path, backend, capacity: 2);
        float[] actions = new float[2];
        policy.Act([1e30f, 1e30f, -1e30f, 1e20f, 1e20f, -1e20f], actions);
        Assert.True(float.IsFinite(actions[0]));
        Assert.Equal(actions[0], actions[1]);
    }

    [Fact]
    public void Acting_allocates_nothing()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "Acrobot-v1", Options);
        trainer.SavePolicy(Path);
        using TrainedPolicy policy = TrainedPolicy.Load(Path, backend, Rows);
        float[] observations = new NormalNumbers(3).Array(Rows * trainer.Environment.ObservationSize);
        float[] actions = new float[Rows];
        policy.Act(observations, actions);

        // The platform's compiler may allocate on the thread it is called on: one call without anything is enough.
        long least = long.MaxValue;
        for (int trial = 0; trial < 10 && least > 0; trial++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            policy.Act(observations, actions);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_policy_of_a_users_environment_keeps_its_branches()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, new IdentityVector(ActionKind.MultiDiscrete, 4), Options);
        trainer.Iterate();
        trainer.SavePolicy(Path);
        using TrainedPolicy policy = TrainedPolicy.Load(Path, backend);
        Assert.Equal(trainer.Policy.Shape, policy.Shape);
        Assert.Throws<ArgumentException>(() => policy.Evaluate());
    }

    [Theory]
    [InlineData("format", "trpogpu-checkpoint")]
    [InlineData("format_version", "9")]
    [InlineData("seed", "x")]
    [InlineData("seed", "99999999999999999999")]
    [InlineData("steps", "-1")]
    [InlineData("activation", "Swish")]
    [InlineData("activation", "99")]
    [InlineData("distribution", "DiagonalGaussian")]
    [InlineData("distribution", "MultiCategorical")]
    [InlineData("actor_widths", "4-6-5")]
    [InlineData("actor_widths", "4-6-5-3")]
    [InlineData("actor_widths", "5-6-5-2")]
    [InlineData("actor_widths", "4-30000-30000-2")]
    [InlineData("actor_widths", "4-1000000-1000000-2")]
    [InlineData("actor_widths", "4")]
    [InlineData("actor_widths", "4-0-2")]
    [InlineData("actor_widths", "four-two")]
    [InlineData("critic_widths", "4-6-5-2")]
    [InlineData("critic_widths", "3-6-5-1")]
    [InlineData("env_id", "Acrobot-v1")]
    [InlineData("env_id", "Pendulum-v1")]
    public void Metadata_that_do_not_fit_are_refused(string key, string text)
    {
        Save();
        Refuses(file => file.Text(key, text));
        Refuses(file => file.WithoutText(key));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        Save();
        Refuses(file => file.WithoutTensor("actor.1.bias"));
        Refuses(file => file.Element("actor.0.weight", 3, float.NaN));
        Refuses(file => file.Element("obs.scale", 0, float.PositiveInfinity));
        Refuses(file => file.Tensor("critic.0.weight", new float[24], 4, 6));
        Refuses(file => file.Tensor("obs.shift", new double[4], 4));
    }

    [Fact]
    public void A_checkpoint_is_no_policy()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "CartPole-v1", Options);
        trainer.SaveCheckpoint(Path);
        Assert.Contains(
            "metadata format", Assert.Throws<InvalidFileException>(() => TrainedPolicy.Load(Path, backend)).Message);
    }

    private void Save()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, "CartPole-v1", Options);
        trainer.SavePolicy(Path);
    }

    private void Refuses(Func<EditedSafetensors, EditedSafetensors> edit)
    {
        edit(new EditedSafetensors(Path)).WriteTo(folder["edited"]);
        using CpuBackend backend = new(1);
        InvalidFileException refusal =
            Assert.Throws<InvalidFileException>(() => TrainedPolicy.Load(folder["edited"], backend));
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("Parameter '", refusal.Message);
    }

    /// <summary>Shows random observations and keeps them, with the actions that were chosen for them.</summary>
    private sealed class RecordedObservations(EnvironmentSpec spec) : IVectorEnvironment
    {
        private const int Steps = 20;

        private readonly NormalNumbers random = new(3);
        private int step;

        public List<float[]> Observations { get; } = [];

        public List<float[]> Actions { get; } = [];

        public EnvironmentSpec Spec => spec;

        public int Count => Rows;

        public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations) => Show(observations);

        public void Advance(ReadOnlySpan<float> actions, in StepResult result)
        {
            Actions.Add(actions.ToArray());
            Show(result.Observations);
            result.Rewards.Clear();
            Observations[^1].CopyTo(result.FinalObservations);
            result.Terminated.Fill(++step == Steps);
        }

        public void Dispose()
        {
        }

        private void Show(Span<float> observations)
        {
            Observations.Add(random.Array(observations.Length));
            Observations[^1].CopyTo(observations);
        }
    }
}
