using System;
using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>
/// Every algorithm learns by its preset. The seeds of the tables and the harder tasks are in <c>benchmarks</c>; this
/// notices an update that no longer learns at all.
/// </summary>
public sealed class AlgorithmLearningTests
{
    // Without vectors the cheapest update stands for all of them.
    public static TheoryData<PolicyAlgorithm> Algorithms => Vector128.IsHardwareAccelerated
        ? [.. Enum.GetValues<PolicyAlgorithm>()]
        : [PolicyAlgorithm.Vpg];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Learns_CartPole_by_its_preset(PolicyAlgorithm algorithm)
    {
        const string CartPole = "CartPole-v1";
        using CpuBackend backend = new();
        using TrpoTrainer trainer = new(backend, CartPole, Presets.For(CartPole, algorithm), seed: 0);
        Assert.Equal(algorithm, trainer.Options.Algorithm);
        foreach (TrainingReport report in trainer.Train())
        {
            Assert.Equal(UpdateOutcome.Accepted, report.Update.Outcome);
        }

        double mean = trainer.Evaluate(episodes: 100).Mean;
        Assert.True(mean >= BuiltInEnvironments.Find(CartPole).SolvedReturn, $"{algorithm}: {mean}");
    }

    [Fact]
    public void A_preset_of_an_algorithm_adds_to_that_of_the_environment()
    {
        TrpoOptions trpo = Presets.For("Pendulum-v1");
        TrpoOptions acktr = Presets.For("Pendulum-v1", PolicyAlgorithm.Acktr);
        Assert.Equal(trpo.Discount, acktr.Discount);
        Assert.NotEqual(trpo.Damping, acktr.Damping);
        Assert.Equal(500_000, acktr.TotalSteps);
        Assert.Equal(
            OptionTable.ToJson(trpo with { Algorithm = PolicyAlgorithm.Ppo }),
            OptionTable.ToJson(Presets.For("Pendulum-v1", PolicyAlgorithm.Ppo)));
    }
}
