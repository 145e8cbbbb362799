using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>A batch too large for the device is computed in chunks, to the same bits.</summary>
public sealed class GpuChunkTests
{
    // More than one chunk, the last of them not full.
    private const int Rows = 1301;

    [Theory]
    [InlineData("7-13-11-3", true)]
    [InlineData("5-9-200-2", false)]
    public void Chunks_give_the_bits_of_the_whole(string widths, bool isNarrow)
    {
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Tanh);
        NetworkShape shape = new(mlp, HeadShape.DiagonalGaussian(mlp.Outputs));
        SampleProblem problem = SampleProblem.Create(shape, IlgpuSupply.IsStandIn ? Rows : 800, seed: 1);
        using GpuBackend plenty = SimulatedDevice.CreateBackend();
        using EngineFixture whole = new(problem, plenty);
        GpuWorkspace workspace = (GpuWorkspace)whole.Workspace;
        Assert.True(workspace.IsWhole);
        Assert.Equal(isNarrow, workspace.IsNarrow);
        List<double> expected = whole.Everything(withKronecker: false);

        using GpuBackend little = SimulatedDevice.CreateBackend(plenty.Memory.Taken);
        using EngineFixture chunked = new(problem, little);
        Assert.False(((GpuWorkspace)chunked.Workspace).IsWhole);
        Assert.Equal(expected, chunked.Everything(withKronecker: false));

        // What a batch that was kept as a whole left behind has no part in one that is not. Its stride is one that the
        // limit was measured with: a smaller one would need memory for more rows.
        little.Load(chunked.Workspace, chunked.Batch, RowOrder.Identity(problem.Rows), 0, 130);
        chunked.SurrogateGradient();
        chunked.FisherProduct(problem.Direction, 0.1f, rowStride: 3);
        little.Load(chunked.Workspace, chunked.Batch);
        Assert.Equal(expected, chunked.Everything(withKronecker: false));
        Assert.True(little.Memory.Taken < plenty.Memory.Taken);
    }

    [Fact]
    public void Kronecker_factors_of_chunks_have_the_bits_of_the_whole()
    {
        NetworkShape shape = new(MlpShape.Parse("7-13-11-3", ActivationKind.Tanh), HeadShape.DiagonalGaussian(3));
        SampleProblem problem = SampleProblem.Create(shape, IlgpuSupply.IsStandIn ? Rows : 800, seed: 1);
        using GpuBackend plenty = SimulatedDevice.CreateBackend();
        long taken = plenty.Memory.Taken;
        using EngineFixture whole = new(problem, plenty);
        whole.SurrogateGradient();

        // A workspace takes no more than half of what there is, which for all of it is not enough by a byte.
        long half = plenty.NeedOfWorkspace(shape, problem.Rows, 1, long.MaxValue).Bytes;
        using GpuBackend little = SimulatedDevice.CreateBackend(taken + (2 * half) - 1);
        using EngineFixture chunked = new(problem, little);
        Assert.False(((GpuWorkspace)chunked.Workspace).IsWhole);
        chunked.SurrogateGradient();
        foreach (int rowStride in (int[])[1, 3])
        {
            Assert.Equal(whole.KroneckerFactors(rowStride), chunked.KroneckerFactors(rowStride));
        }
    }

    [Fact]
    public void Too_little_memory_is_said_with_both_numbers()
    {
        SampleProblem problem = ShapeCases.Find("2-3-2 tanh Categorical x 5003").CreateProblem();
        using GpuBackend backend = SimulatedDevice.CreateBackend(memoryBytes: 100_000);
        long taken = backend.Memory.Taken;

        OutOfDeviceMemoryException refusal = Assert.Throws<OutOfDeviceMemoryException>(
            () => backend.CreateWorkspace(problem.Shape, problem.Rows));

        Assert.Equal(100_000 - taken, refusal.AvailableBytes);
        Assert.True(refusal.NeededBytes > refusal.AvailableBytes);
        Assert.Contains($" ({refusal.NeededBytes} bytes), ", refusal.Message);
        Assert.Contains($" ({refusal.AvailableBytes} bytes) are available", refusal.Message);
        Assert.Equal(taken, backend.Memory.Taken);
    }
}
