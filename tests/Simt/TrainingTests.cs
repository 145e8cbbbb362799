using System;
using System.Linq;
using ILGPU.Runtime.Simt;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>Whole training runs on the GPU engine: what they learn, to which bits, and what they allocate.</summary>
public sealed class TrainingTests
{
    private static readonly TrpoOptions CartPole = Presets.For("CartPole-v1") with
    {
        Environments = 16,
        Steps = 32,
        Hidden = [16],
        MaxKl = 0.02,
        MaxIterations = 10,
    };

    private static readonly TrpoOptions Pendulum = Presets.For("Pendulum-v1") with
    {
        Environments = 8,
        Steps = 200,
        Hidden = [16, 16],
        MaxIterations = 10,
    };

    [Theory]
    [InlineData("CartPole-v1", 0, 60, 475)]
    [InlineData("CartPole-v1", 1, 60, 475)]
    [InlineData("Pendulum-v1", 0, 60, -250)]
    [InlineData("Pendulum-v1", 1, 60, -250)]
    public void It_learns(string id, int seed, int mostIterations, double enough)
    {
        using GpuBackend backend = Create(new SimtOptions { Sanitize = false });
        using TrpoTrainer trainer = new(
            backend, id, id == "CartPole-v1" ? CartPole : Pendulum, (ulong)seed);
        double mean = double.NegativeInfinity;
        while (trainer.Iterations < mostIterations && !(mean >= enough))
        {
            TrainingReport report = trainer.Iterate();
            Assert.Equal(0, report.Update.Start.LargestLogRatio);
            Assert.True(report.Update.End.MeanKlOldToNew <= trainer.Options.MaxKl);
            if (trainer.Iterations % 10 == 0)
            {
                mean = trainer.Evaluate(episodes: 50).Mean;
            }
        }

        Assert.True(mean >= enough, $"{mean:0.0} after {trainer.Iterations} iterations, expected at least {enough}");
    }

    [Theory]
    [InlineData("CartPole-v1", CriticMethod.Adam)]
    [InlineData("Pendulum-v1", CriticMethod.GaussNewton)]
    public void The_order_of_threads_changes_no_bit(string id, CriticMethod critic)
    {
        TrpoOptions options = Small(critic);
        string first = Train(id, options, new SimtOptions { Sanitize = false, Workers = 1 });
        string second = Train(id, options, new SimtOptions { Sanitize = false, Seed = 5, PoisonSeed = 6, Workers = 2 });
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("Pendulum-v1")]
    public void The_first_iteration_is_the_CPU_engines_up_to_the_order_of_sums(string id)
    {
        TrpoOptions options = Small(CriticMethod.GaussNewton);
        using GpuBackend gpu = Create(new SimtOptions { Sanitize = false });
        using CpuBackend cpu = new(1);
        using TrpoTrainer onDevice = new(gpu, id, options, seed: 3);
        using TrpoTrainer onHost = new(cpu, id, options, seed: 3);
        TrainingReport device = onDevice.Iterate();
        TrainingReport host = onHost.Iterate();

        // Episodes and their returns come from trajectories, which have the same bits.
        Assert.Equal(onHost.EndedEpisodes.ToArray(), onDevice.EndedEpisodes.ToArray());
        Assert.Equal(0, device.Update.Start.LargestLogRatio);
        Assert.Equal(UpdateOutcome.Accepted, device.Update.Outcome);
        Assert.Equal(host.Update.Solve!.Value.Iterations, device.Update.Solve!.Value.Iterations);
        Tolerance.AssertRelative(host.Update.Start.Entropy, device.Update.Start.Entropy, 1e-12, "entropy");
        Tolerance.AssertRelative(
            host.Update.Solve!.Value.RightHandSideNorm, device.Update.Solve!.Value.RightHandSideNorm, 1e-4,
            "norm of the gradient");
        Tolerance.AssertRelative(
            host.Update.End.MeanKlOldToNew, device.Update.End.MeanKlOldToNew, 0.01, "KL of the step");
    }

    [Theory]
    [InlineData("CartPole-v1", CriticMethod.Adam)]
    [InlineData("Pendulum-v1", CriticMethod.GaussNewton)]
    public void After_the_first_iterations_nothing_is_allocated(string id, CriticMethod critic)
    {
        using GpuBackend backend = Create(new SimtOptions { Sanitize = false });
        using TrpoTrainer trainer = new(backend, id, Small(critic) with { FisherRowStride = 2 });
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            trainer.Iterate();
        }

        // The platform's compiler may allocate on the thread it is called on: one iteration without anything is enough.
        long least = long.MaxValue;
        for (int trial = 0; trial < 10 && least > 0; trial++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Iterate();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static TrpoOptions Small(CriticMethod critic) => new()
    {
        Environments = 8,
        Steps = 24,
        Hidden = [16, 11],
        MaxIterations = 5,
        Critic = critic,
        CriticSteps = 1,
        CriticMaxIterations = 3,
        CriticUpdates = 1,
        CriticMinibatchRows = 70,
    };

    private static string Train(string id, TrpoOptions options, SimtOptions device)
    {
        using GpuBackend backend = Create(device);
        using TrpoTrainer trainer = new(backend, id, options, seed: 3);
        foreach (int _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(UpdateOutcome.Accepted, trainer.Iterate().Update.Outcome);
        }

        return Bits.Hash(trainer.Policy.Parameters, trainer.Value.Parameters);
    }

    private static GpuBackend Create(SimtOptions options) =>
        new("simulated", new OpenDevice(new SimtAccelerator(options), null));
}
