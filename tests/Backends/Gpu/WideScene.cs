using System;
using System.Collections.Generic;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>The memory of a wide network on a device, and matrices there and back.</summary>
internal sealed class WideScene : IDisposable
{
    private readonly TestAccelerator device;
    private readonly List<IDisposable> buffers = [];
    private readonly int transposedLength;

    internal WideScene(PlainNetwork network, int threads, int runTiles, int groups, bool sanitize)
    {
        device = new TestAccelerator(sanitize);
        Kernels = new DeviceKernels(device.Accelerator);
        Sweeps = new WideSweeps(
            Stream, new DenseKernels<Tanh>(Kernels), network.Layers,
            Math.Min(threads, device.Accelerator.MaxNumThreadsPerGroup));
        Parameters = Allocate(network.Parameters);
        Direction = Allocate(network.Direction);
        transposedLength = network.TransposedLength;
        int tiles = network.Tiles;
        int scratchColumns = network.Biases.Length;
        Scratch = Allocate(new float[tiles * scratchColumns * RowTile.Rows]);
        Plan = new NetworkPlan
        {
            Rows = network.Rows,
            LayerCount = network.Layers.Length,
            Parameters = network.ParameterCount,
            DistributionColumns = network.Layers[^1].Outputs + network.FreeParameters,
            KeptColumns = network.KeptColumns,
            ScratchColumns = scratchColumns,
            EndTile = tiles,
            RunTiles = runTiles,
            Groups = groups,
            Layers = Allocate(network.Layers),
            Biases = Allocate(network.Biases),
            Kept = Allocate(new float[tiles * network.KeptColumns * RowTile.Rows]).Cast<Float4>(),
            Distribution = Allocate(
                new float[network.Tiles * (network.Layers[^1].Outputs + network.FreeParameters) * RowTile.Rows]),
            Transposed = Allocate(new float[Math.Max(4, network.TransposedLength)]).Cast<Float4>(),
            Partials = Allocate(new double[groups * network.ParameterCount]),
        };
    }

    internal DeviceKernels Kernels { get; }

    internal WideSweeps Sweeps { get; }

    internal NetworkPlan Plan { get; private set; }

    internal AcceleratorStream Stream => device.Accelerator.DefaultStream;

    internal ArrayView<float> Parameters { get; }

    internal ArrayView<float> Direction { get; }

    /// <summary>[tiles,ScratchColumns,64].</summary>
    internal ArrayView<float> Scratch { get; }

    internal ArrayView<Float4> ScratchWords => Scratch.Cast<Float4>();

    public void Dispose()
    {
        buffers.ForEach(buffer => buffer.Dispose());
        device.Dispose();
    }

    /// <summary>Makes the memory that of a part of the batch.</summary>
    internal void Chunk(int firstTile, int endTile)
    {
        NetworkPlan plan = Plan;
        plan.FirstTile = firstTile;
        plan.EndTile = endTile;
        Plan = plan;
    }

    /// <summary>Makes the transposed weights.</summary>
    internal void Transpose()
    {
        const int Threads = 16;
        Kernels.Load<TransposeWeightsArguments>(TransposeWeights.Kernel)(
            Stream, new KernelConfig((transposedLength / Threads) + 1, Threads), new TransposeWeightsArguments
            {
                LayerCount = Plan.LayerCount,
                Length = transposedLength,
                Layers = Plan.Layers,
                Parameters = Parameters,
                Transposed = Plan.Transposed.Cast<float>(),
            });
    }

    internal ArrayView<T> Allocate<T>(T[] values)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = device.Accelerator.Allocate1D<T>(values.Length);
        buffers.Add(buffer);
        buffer.View.BaseView.CopyFromCPU(Stream, values.AsSpan());
        return buffer.View.BaseView;
    }

    internal T[] Read<T>(ArrayView<T> view)
        where T : unmanaged
    {
        T[] values = new T[view.IntLength];
        view.CopyToCPU(Stream, values.AsSpan());
        Stream.Synchronize();
        return values;
    }

    /// <summary>Writes a matrix to columns of the chunk's tiles.</summary>
    internal void Write(float[][] matrix, ArrayView<float> tiles, int columns, int first)
    {
        float[] values = Read(tiles);
        Visit(matrix.Length, columns, first, (column, row, place) => values[place] = matrix[column][row]);
        tiles.CopyFromCPU(Stream, values.AsSpan());
    }

    /// <summary>Reads some columns of the chunk's tiles, one after the other.</summary>
    internal float[] ReadColumns(ArrayView<float> tiles, int columns, int first, int count)
    {
        float[] values = Read(tiles);
        List<float> read = [];
        Visit(count, columns, first, (column, row, place) => read.Add(values[place]));
        return [.. read];
    }

    /// <summary>The chunk's rows of a matrix, in the same order.</summary>
    internal float[] Rows(float[][] matrix) =>
        [.. matrix.SelectMany(column =>
            column[(Plan.FirstTile * RowTile.Rows)..(Plan.EndTile * RowTile.Rows)])];

    private void Visit(int count, int columns, int first, Action<int, int, int> visit)
    {
        for (int column = 0; column < count; column++)
        {
            for (int row = Plan.FirstTile * RowTile.Rows; row < Plan.EndTile * RowTile.Rows; row++)
            {
                int tile = (row / RowTile.Rows) - Plan.FirstTile;
                visit(column, row, (((tile * columns) + first + column) * RowTile.Rows) + (row % RowTile.Rows));
            }
        }
    }
}
