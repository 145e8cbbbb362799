using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>Forward passes over tiles by the CPU engine, between launches.</summary>
internal sealed class CpuTileForward(CpuBackend backend, AcceleratorStream stream) : ITileForward
{
    /// <summary>Passes made.</summary>
    public int Passes { get; private set; }

    public void Forward(
        NetworkShape network, ArrayView<float> parameters, ArrayView<float> observations, int rows,
        ArrayView<float> distribution)
    {
        Passes++;
        float[] tiles = Read(observations);
        int inputs = network.Mlp.Inputs;
        int columns = network.Head.Size.Parameters;
        float[] batch = new float[rows * inputs];
        for (int k = 0; k < batch.Length; k++)
        {
            batch[k] = tiles[Place(k / inputs, k % inputs, inputs)];
        }

        using NetworkWorkspace workspace = backend.CreateWorkspace(network, rows);
        using ComputeBuffer outputs = backend.Allocate(rows * columns);
        using ComputeBuffer weights = backend.Allocate(Read(parameters));
        using ComputeBuffer states = backend.Allocate(batch);
        backend.Forward(workspace, weights, states, rows, outputs);
        float[] result = outputs.ReadArray();
        float[] target = Read(distribution);
        for (int k = 0; k < result.Length; k++)
        {
            target[Place(k / columns, k % columns, columns)] = result[k];
        }

        distribution.CopyFromCPU(stream, target);
    }

    private static int Place(int row, int column, int columns) =>
        (((row / RowTile.Rows * columns) + column) * RowTile.Rows) + (row % RowTile.Rows);

    private float[] Read(ArrayView<float> view)
    {
        float[] numbers = new float[view.Length];
        view.CopyToCPU(stream, numbers.AsSpan());
        return numbers;
    }
}
