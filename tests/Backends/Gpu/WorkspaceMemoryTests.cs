using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>What is kept of a batch is planned without any of it.</summary>
public sealed class WorkspaceMemoryTests
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData("376-256-256-17", 1 << 22, 126)]
    [InlineData("376-256-256-17", 1 << 22, 64)]
    [InlineData("17-64-64-6", 1 << 22, 126)]
    public void Indices_of_32_bits_reach_all_that_is_kept(string widths, int rows, int gibibytes)
    {
        NetworkLayout layout = Layout(widths);
        WorkspaceMemory memory = Plan(layout, rows, gibibytes * Gibibyte);
        long columns = long.Max(layout.KeptColumns, layout.ScratchColumns);
        Assert.InRange(memory.ChunkTiles * columns * RowTile.Rows, 1, int.MaxValue);
        Assert.Equal(memory.ChunkTiles == RowTile.Count(rows), memory.IsWhole);
        Assert.True(memory.IsWhole || memory.ChunkTiles % 12 == 0);
    }

    [Theory]
    [InlineData("4-64-64-2", 500, 600_000)]
    [InlineData("4-64-64-2", 25, 100_000)]
    [InlineData("376-256-256-17", 500, 0)]
    public void A_batch_smaller_than_a_chunk_needs_more_than_too_little(string widths, int rows, long bytes)
    {
        WorkspaceMemory memory = Plan(Layout(widths), rows, bytes);
        Assert.Equal(RowTile.Count(rows), memory.ChunkTiles);
        Assert.True(memory.Bytes > bytes / 2);
    }

    private static NetworkLayout Layout(string widths)
    {
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Tanh);
        return new NetworkLayout(new NetworkShape(mlp, HeadShape.DiagonalGaussian(mlp.Outputs)));
    }

    private static WorkspaceMemory Plan(NetworkLayout layout, int rows, long available)
    {
        using OpenDevice device = DeviceSupply.OpenSimulated();
        return new WorkspaceMemory(layout, rows, new LaunchShape(device.Accelerator), available);
    }
}
