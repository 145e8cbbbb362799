using System;
using System.IO;
using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>
/// A run that is continued from any of its checkpoints ends in the same bytes: of the policy file, and of the
/// checkpoint, which holds everything there is.
/// </summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("CartPole-v1", CriticMethod.Adam, 1)]
    [InlineData("CartPole-v1", CriticMethod.GaussNewton, 1)]
    [InlineData("Pendulum-v1", CriticMethod.GaussNewton, 1)]
    [InlineData("MountainCar-v0", CriticMethod.Adam, 7)]
    public void From_every_iteration_the_same_bytes_follow(string id, CriticMethod critic, int noiseHoldSteps)
    {
        int iterations = Vector128.IsHardwareAccelerated ? 8 : 3;
        using CpuBackend backend = new(2);
        TrpoOptions options = Options(critic, noiseHoldSteps);
        using TrpoTrainer whole = new(backend, id, options, seed: 5);
        for (int k = 0; k < iterations; k++)
        {
            whole.SaveCheckpoint(folder[$"{k}"]);
            whole.Iterate();
        }

        whole.SaveCheckpoint(folder["whole"]);
        whole.SavePolicy(folder["whole policy"]);
        for (int k = 0; k < iterations; k++)
        {
            using TrpoTrainer continued = new(backend, id, options, seed: 5);
            continued.RestoreCheckpoint(folder[$"{k}"]);
            for (int rest = k; rest < iterations; rest++)
            {
                continued.Iterate();
            }

            continued.SaveCheckpoint(folder["continued"]);
            continued.SavePolicy(folder["continued policy"]);
            Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["continued"]));
            Assert.Equal(File.ReadAllBytes(folder["whole policy"]), File.ReadAllBytes(folder["continued policy"]));
        }
    }

    [Theory]
    [MemberData(nameof(AllocationTests.Algorithms), MemberType = typeof(AllocationTests))]
    public void Every_algorithm_goes_on_with_what_it_remembers(PolicyAlgorithm algorithm)
    {
        using CpuBackend backend = new(2);
        TrpoOptions options = Options(CriticMethod.GaussNewton, 1) with
        {
            Algorithm = algorithm,
            AdaptDamping = true,
            WarmStart = true,
        };
        using TrpoTrainer whole = new(backend, "CartPole-v1", options, seed: 5);
        whole.Iterate();
        whole.Iterate();
        whole.SaveCheckpoint(folder["part"]);
        using TrpoTrainer continued = new(backend, "CartPole-v1", options, seed: 5);
        continued.RestoreCheckpoint(folder["part"]);
        Assert.Equal(whole.Iterate().Update, continued.Iterate().Update);
        Assert.Equal(Bits.Of(whole.Policy.Parameters), Bits.Of(continued.Policy.Parameters));
    }

    [Fact]
    public void A_run_whose_curvature_and_critic_see_a_part_of_the_rows_goes_on_too()
    {
        using CpuBackend backend = new(2);
        TrpoOptions options = Options(CriticMethod.GaussNewton, 1) with { FisherRowStride = 3, CriticMaxRows = 120 };
        using TrpoTrainer whole = new(backend, "CartPole-v1", options, seed: 5);
        whole.Iterate();
        whole.SaveCheckpoint(folder["part"]);
        using TrpoTrainer continued = new(backend, "CartPole-v1", options, seed: 5);
        continued.RestoreCheckpoint(folder["part"]);
        whole.Iterate();
        continued.Iterate();
        Assert.Equal(Bits.Of(whole.Policy.Parameters), Bits.Of(continued.Policy.Parameters));
        Assert.Equal(Bits.Of(whole.Value.Parameters), Bits.Of(continued.Value.Parameters));
    }

    [Fact]
    public void A_run_can_be_given_more_steps()
    {
        using CpuBackend backend = new(1);
        TrpoOptions options = Options(CriticMethod.GaussNewton, 1);
        using TrpoTrainer first = new(backend, "CartPole-v1", options);
        foreach (TrainingReport report in first.Train(2 * options.BatchRows))
        {
            Assert.True(report.Steps <= 2 * options.BatchRows);
        }

        first.SaveCheckpoint(folder["half"]);
        using TrpoTrainer second = new(backend, "CartPole-v1", options with { TotalSteps = 4 * options.BatchRows });
        second.RestoreCheckpoint(folder["half"]);
        int iterations = 0;
        foreach (TrainingReport report in second.Train())
        {
            first.Iterate();
            Assert.Equal(3 + iterations++, report.Iteration);
        }

        Assert.Equal(2, iterations);
        Assert.Equal(Bits.Of(first.Policy.Parameters), Bits.Of(second.Policy.Parameters));
    }

    // Episodes end in almost every rollout, and are cut by almost every other.
    private static TrpoOptions Options(CriticMethod critic, int noiseHoldSteps) => new()
    {
        Environments = 5,
        Steps = 50,
        Hidden = [8, 6],
        MaxIterations = 5,
        Critic = critic,
        CriticUpdates = 2,
        CriticSteps = 2,
        CriticMinibatchRows = 60,
        NoiseHoldSteps = noiseHoldSteps,
    };
}
