using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>What the automatic parts mean: nothing where batches are small, a stride where they are large.</summary>
public sealed class LargeBatchTests
{
    [Fact]
    public void A_small_batch_is_seen_as_a_whole_to_the_bit()
    {
        TrpoOptions options = Options(rows: Vector128.IsHardwareAccelerated ? (2 * CurvatureRows.Enough) - 64 : 512);
        Assert.Equal(
            Train(options with { FisherRowStride = 1, CriticMaxRows = int.MaxValue }), Train(options));
    }

    [Fact]
    public void Of_a_large_batch_one_row_in_so_many_makes_the_curvature()
    {
        TrpoOptions options = Options(rows: 2 * CurvatureRows.Enough);
        string automatic = Train(options);
        Assert.Equal(Train(options with { FisherRowStride = 2 }), automatic);
        Assert.NotEqual(Train(options with { FisherRowStride = 1 }), automatic);
    }

    [Fact]
    public void Neither_threads_nor_vectors_have_a_say_in_it()
    {
        TrpoOptions options = Options(rows: Vector128.IsHardwareAccelerated ? 2048 : 256) with
        {
            FisherRowStride = 3,
            CriticMaxRows = 200,
        };
        string expected = Train(options);
        foreach ((int threads, LaneWidth width) in ((int, LaneWidth)[])
            [(1, LaneWidths.Widest), (3, LaneWidths.Widest), (2, LaneWidth.Eight), (2, LaneWidth.One)])
        {
            Assert.Equal(expected, Train(options, threads, width));
        }
    }

    private static TrpoOptions Options(int rows) => new()
    {
        Environments = 64,
        Steps = rows / 64,
        Hidden = [5, 3],
        MaxIterations = 4,
        CriticSteps = 2,
        CriticMaxIterations = 3,
    };

    private static string Train(TrpoOptions options, int threads = 2, LaneWidth? width = null)
    {
        using CpuBackend backend = new(threads, width ?? LaneWidths.Widest);
        using TrpoTrainer trainer = new(backend, "CartPole-v1", options, seed: 3);
        trainer.Iterate();
        trainer.Iterate();
        return Bits.Hash(trainer.Policy.Parameters, trainer.Value.Parameters);
    }
}
