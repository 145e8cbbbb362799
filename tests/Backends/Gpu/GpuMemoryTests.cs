using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>What is said to be needed before anything is allocated is what is taken.</summary>
public sealed class GpuMemoryTests
{
    private static readonly TrpoOptions Small = new()
    {
        Environments = 5,
        Steps = 26,
        Hidden = [8, 5],
        MaxIterations = 2,
        CriticSteps = 1,
        CriticMaxIterations = 2,
    };

    public static TheoryData<string, string> Cases => new()
    {
        { "CartPole-v1", "gauss_newton" },
        { "CartPole-v1", "adam" },
        { "Pendulum-v1", "gauss_newton" },
        { "Acrobot-v1", "every second row" },
        { "Acrobot-v1", "every second row of a part for the critic" },
        { "Pendulum-v1", "wide" },
        { "MountainCar-v0", "in chunks" },
        { "MountainCarContinuous-v0", "every third row in chunks" },
    };

    [StandInTheory]
    [MemberData(nameof(Cases))]
    public void A_trainer_takes_what_was_counted(string environment, string variant)
    {
        bool isChunked = variant.EndsWith("chunks", StringComparison.Ordinal);
        TrpoOptions options = Small with
        {
            Critic = variant == "adam" ? CriticMethod.Adam : CriticMethod.GaussNewton,
            FisherRowStride = variant.Contains("second") ? 2 : variant.Contains("third") ? 3 : 1,
            CriticMaxRows = variant.Contains("part") ? 70 : int.MaxValue,
            CriticUpdates = 1,
            Hidden = variant == "wide" ? [3, 200] : Small.Hidden,
            Steps = isChunked ? ManySteps : Small.Steps,
        };
        using GpuBackend backend = SimulatedDevice.CreateBackend(isChunked ? TooLittle(environment, options) : null);
        long before = backend.MemoryTaken;
        TrainingMemory memory = TrainingMemory.Of(backend, environment, options);
        Assert.Equal(before, backend.MemoryTaken);
        Assert.Equal(backend.MemoryBytes - before, memory.AvailableBytes);
        Assert.Equal(isChunked, memory.PolicyRowsAtOnce < memory.Rows);

        using TrpoTrainer trainer = new(backend, environment, options);
        trainer.Iterate();
        Assert.Equal(memory.TotalBytes, backend.MemoryTaken - before);
    }

    [StandInFact]
    public void A_smaller_stride_takes_the_memory_of_its_rows_in_place_of_the_others()
    {
        SampleProblem problem = ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem();
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        using EngineFixture fixture = new(problem, backend);
        fixture.SurrogateGradient();
        float[] product = fixture.FisherProduct(problem.Direction, rowStride: 4);
        long oneTile = backend.MemoryTaken;
        fixture.FisherProduct(problem.Direction, rowStride: 2);
        long twoTiles = backend.MemoryTaken;

        Assert.True(oneTile < twoTiles);
        Assert.Equal(product, fixture.FisherProduct(problem.Direction, rowStride: 4));
        Assert.Equal(twoTiles, backend.MemoryTaken);
    }

    [StandInFact]
    public void An_old_distribution_that_is_kept_takes_what_was_counted()
    {
        SampleProblem problem = ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem();
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        using EngineFixture fixture = new(problem, backend);
        using ComputeBuffer old = backend.Allocate(problem.Parameters);
        long before = backend.MemoryTaken;
        long plain = Need(keepsOldDistribution: false);
        fixture.Workspace.Dispose();
        long withoutWorkspace = backend.MemoryTaken;
        Assert.Equal(plain, before - withoutWorkspace);

        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        for (int round = 0; round < 3; round++)
        {
            backend.Load(workspace, fixture.Batch);
            backend.KeepOldDistribution(workspace, old);
            backend.ProximalGradient(
                workspace, fixture.Parameters, new ProximalTerms(KlPenalty: 1), fixture.Result);
            backend.PrepareFisher(workspace, fixture.Parameters, 1, FisherKind.Empirical);
            backend.FisherVectorProduct(workspace, fixture.Parameters, fixture.Direction, 0.1f, fixture.Result);
            Assert.Equal(Need(keepsOldDistribution: true), backend.MemoryTaken - withoutWorkspace);
        }

        long Need(bool keepsOldDistribution) => backend.NeedOfWorkspace(
            problem.Shape, problem.Rows, rowStride: 1, backend.MemoryBytes!.Value, keepsOldDistribution).Bytes;
    }

    [StandInFact]
    public void What_a_trainer_took_it_gives_back()
    {
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        for (int round = 0; round < 2; round++)
        {
            long before = backend.MemoryTaken;
            using (TrpoTrainer trainer = new(backend, "CartPole-v1", Small))
            {
                trainer.Iterate();
            }

            // The list of episodes stays for the next.
            Assert.True(round == 0 || backend.MemoryTaken == before);
        }
    }

    [Fact]
    public void The_line_names_what_takes_it_and_whether_there_are_chunks()
    {
        using GpuBackend plenty = SimulatedDevice.CreateBackend(1L << 30);
        Assert.Matches(
            @"^policy \d+\.\d KiB, value \d+\.\d KiB, trajectories \d+\.\d KiB of 1\.0 GiB$",
            $"{TrainingMemory.Of(plenty, "CartPole-v1", Small)}");
        TrpoOptions many = Small with { Steps = ManySteps };
        using GpuBackend little = SimulatedDevice.CreateBackend(TooLittle("CartPole-v1", many));
        Assert.EndsWith(
            " KiB; policy in chunks of 768 of 1000 rows, value in chunks of 768 of 1000 rows",
            $"{TrainingMemory.Of(little, "CartPole-v1", many)}");
    }

    [Fact]
    public void Too_little_is_refused_before_anything_is_allocated()
    {
        using GpuBackend little = SimulatedDevice.CreateBackend(60_000);
        TrainingMemory memory = TrainingMemory.Of(little, "CartPole-v1", Small with { Steps = ManySteps });
        OutOfDeviceMemoryException refusal =
            Assert.Throws<OutOfDeviceMemoryException>(() => memory.ThrowIfTooLarge("simt"));
        Assert.Equal(memory.TotalBytes, refusal.NeededBytes);
        Assert.Equal(memory.AvailableBytes, refusal.AvailableBytes);
        Assert.Contains("training with 1000 steps an update", refusal.Message);
    }

    [Fact]
    public void An_evaluation_is_counted_with_it()
    {
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        long without = TrainingMemory.Of(backend, "CartPole-v1", Small).TotalBytes;
        long with = TrainingMemory.Of(backend, "CartPole-v1", Small, evaluationEpisodes: 100).TotalBytes;
        Assert.InRange(with - without, 100 * 25 * 13 * sizeof(float), 1 << 20);
    }

    [Fact]
    public void On_the_host_nothing_is_counted()
    {
        using CpuBackend cpu = new(1);
        TrainingMemory memory = TrainingMemory.Of(cpu, "CartPole-v1", Small, evaluationEpisodes: 100);
        Assert.Equal(0, memory.TotalBytes);
        Assert.Null(memory.AvailableBytes);
        memory.ThrowIfTooLarge("cpu");
    }

    // More than a chunk: 1000 rows.
    private const int ManySteps = 200;

    // Enough for a training whose networks are computed in chunks, and for no other.
    private static long TooLittle(string environment, TrpoOptions options)
    {
        using GpuBackend plenty = SimulatedDevice.CreateBackend();
        TrainingMemory whole = TrainingMemory.Of(plenty, environment, options with { FisherRowStride = 1 });
        Assert.Equal(whole.Rows, whole.PolicyRowsAtOnce);
        return plenty.MemoryTaken + whole.TrajectoryBytes + (long)(0.92 * (whole.PolicyBytes + whole.ValueBytes));
    }
}
