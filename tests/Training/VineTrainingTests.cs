using System;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>Training from vines.</summary>
public sealed class VineTrainingTests : IDisposable
{
    private static readonly TrpoOptions Options = new()
    {
        Environments = 6,
        Steps = 20,
        Hidden = [12, 12],
        Sampling = SamplingMethod.Vine,
        VineInterval = 5,
        VineCopies = 3,
        VineHorizon = 7,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("CartPole-v1", BranchWeighting.Importance, 3)]
    [InlineData("CartPole-v1", BranchWeighting.FullSum, 2)]
    [InlineData("Pendulum-v1", BranchWeighting.Importance, 3)]
    [InlineData("Hopper-v5", BranchWeighting.Importance, 3)]
    public void Steps_of_branches_count(string id, BranchWeighting weighting, int copies)
    {
        using CpuBackend backend = new(2);
        using TrpoTrainer trainer = new(backend, id, Options with { VineWeighting = weighting });
        const int Trunk = 6 * 20;
        long branches = Trunk / 5 * copies * 7;
        for (int k = 1; k <= 3; k++)
        {
            TrainingReport report = trainer.Iterate();
            Assert.Equal(UpdateOutcome.Accepted, report.Update.Outcome);
            Assert.Equal(0, report.Update.Start.LargestLogRatio);
            Assert.Equal(CriticOutcome.Fitted, report.Critic.Outcome);
            Assert.Equal(k * (Trunk + branches), report.Steps);
        }

        Assert.Equal(Trunk + branches, trainer.StepsPerIteration);
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        string? expected = null;
        foreach (int threads in (int[])[1, 2, 5])
        {
            using CpuBackend backend = new(threads);
            using TrpoTrainer trainer = new(backend, "Pendulum-v1", Options, seed: 2);
            trainer.Iterate();
            trainer.Iterate();
            string actual = Bits.Hash(trainer.Policy.Parameters, trainer.Value.Parameters);
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void A_run_goes_on_from_its_checkpoint_with_the_same_bits()
    {
        using CpuBackend backend = new(2);
        using TrpoTrainer whole = new(backend, "CartPole-v1", Options, seed: 5);
        whole.Iterate();
        whole.SaveCheckpoint(folder["part"]);
        using TrpoTrainer continued = new(backend, "CartPole-v1", Options, seed: 5);
        continued.RestoreCheckpoint(folder["part"]);
        Assert.Equal(whole.StepsTaken, continued.StepsTaken);
        whole.Iterate();
        continued.Iterate();
        Assert.Equal(Bits.Of(whole.Policy.Parameters), Bits.Of(continued.Policy.Parameters));
        Assert.Equal(Bits.Of(whole.Value.Parameters), Bits.Of(continued.Value.Parameters));
    }

    [Theory]
    [InlineData(20, 10)]
    [InlineData(64, 8)]
    [InlineData(7, 7)]
    [InlineData(13, 1)]
    public void Unless_it_is_given_the_interval_is_the_largest_divisor_up_to_ten(int steps, int interval) =>
        Assert.Equal(
            interval,
            TrpoTrainer.VineFor(
                BuiltInEnvironments.Find("CartPole-v1"), Options with { Steps = steps, VineInterval = null })!
                .StepsBetweenBranches);

    [Fact]
    public void Settings_that_do_not_fit_are_refused_with_a_remedy()
    {
        using CpuBackend backend = new(1);
        Assert.Contains(
            "expected a divisor of n_steps, which is 20",
            Refusal(() => new TrpoTrainer(backend, "CartPole-v1", Options with { VineInterval = 7 })));
        Assert.Contains(
            "full_sum given for Pendulum-v1, expected importance",
            Refusal(() => new TrpoTrainer(
                backend, "Pendulum-v1", Options with { VineWeighting = BranchWeighting.FullSum })));
        Assert.Contains(
            "enumerated actions are no sample of the policy's",
            Refusal(() => new TrpoTrainer(
                backend, "CartPole-v1",
                Options with { VineWeighting = BranchWeighting.FullSum, Fisher = FisherKind.Empirical })));
        Assert.Contains(
            "sampling: vine, expected single_path",
            Refusal(() => new TrpoTrainer(backend, new IdentityVector(ActionKind.Discrete, 4), Options)));

        static string Refusal(Func<TrpoTrainer> create) =>
            Assert.Throws<OptionException>(() => create().Dispose()).Message;
    }
}
