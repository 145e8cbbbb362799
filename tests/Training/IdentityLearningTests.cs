using System;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>Users' environments of all four kinds of action are learned, as vectors and one by one.</summary>
public sealed class IdentityLearningTests
{
    private const int Count = 32;
    private const int MaxIterations = 40;
    private const double Enough = 0.9 * IdentityTask.TimeLimit;

    private static readonly TrpoOptions Options = new()
    {
        Environments = Count,
        Steps = 16,
        Hidden = [16],
        Discount = 0.5,
        MaxKl = 0.05,
        CriticUpdates = 2,
    };

    [Theory]
    [InlineData(ActionKind.Discrete)]
    [InlineData(ActionKind.MultiDiscrete)]
    [InlineData(ActionKind.MultiBinary)]
    [InlineData(ActionKind.Continuous)]
    public void A_vector_is_learned(ActionKind kind)
    {
        IdentityVector environments = new(kind, Count);
        Learn(environments, new IdentityVector(kind, 100));
        Assert.True(environments.IsDisposed);
    }

    [Theory]
    [InlineData(ActionKind.Discrete)]
    [InlineData(ActionKind.Continuous)]
    public void A_group_of_single_environments_is_learned(ActionKind kind) => Learn(
        new EnvironmentGroup(Enumerable.Range(0, Count).Select(_ => new IdentityEnvironment(kind))),
        new EnvironmentGroup(Enumerable.Range(0, 100).Select(_ => new IdentityEnvironment(kind))));

    [Fact]
    public void Evaluation_of_a_users_environment_asks_for_fresh_copies()
    {
        using CpuBackend backend = new(1);
        using TrpoTrainer trainer = new(backend, new IdentityVector(ActionKind.Discrete, 2), Options);
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => trainer.Evaluate());
        Assert.Contains("fresh copies", refusal.Message, StringComparison.Ordinal);
    }

    private static void Learn(IVectorEnvironment environments, IVectorEnvironment fresh)
    {
        using CpuBackend backend = new(2);
        using TrpoTrainer trainer = new(backend, environments, Options, seed: 1);
        Assert.Equal(Count, trainer.Options.Environments);
        double episodeReturn = 0;
        while (trainer.Iterations < MaxIterations && !(episodeReturn >= Enough))
        {
            TrainingReport report = trainer.Iterate();
            episodeReturn = report.EpisodeReturnMean;

            // The batch is the policy's own, to the bit.
            Assert.Equal(0, report.Update.Start.LargestLogRatio);
            Assert.Equal(0, report.Update.Start.MeanKlOldToNew);
        }

        EvaluationResult result = trainer.Evaluate(fresh);
        Assert.Equal(100, result.Returns.Length);
        int good = result.Returns.ToArray().Count(r => r >= Enough);
        Assert.True(good >= 90, $"{good} of 100 episodes after {trainer.Iterations} iterations");
    }
}
