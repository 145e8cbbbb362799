using System;
using System.Collections.Generic;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Adds the partial gradients of all chunks in their order and writes them where the parameters' layout has
/// them, with a multiple of the direction added. One item is some rows of one matrix, or the free parameters.
/// </summary>
internal sealed unsafe class ReductionWork : ParallelWork
{
    private readonly CpuWorkspace workspace;
    private readonly Part[] parts;

    public ReductionWork(CpuWorkspace workspace)
    {
        this.workspace = workspace;
        List<Part> cut = [];
        ReadOnlySpan<GradientMatrix> matrices = workspace.Network.Gradient.Matrices;
        for (int m = 0; m < matrices.Length; m++)
        {
            int rowsPerPart = int.Max(1, GradientLayout.PartLength / matrices[m].Lanes);
            for (int row = 0; row < matrices[m].Rows; row += rowsPerPart)
            {
                cut.Add(new Part(m, row, int.Min(rowsPerPart, matrices[m].Rows - row)));
            }
        }

        parts = [.. cut];
    }

    public CpuBuffer? Result { get; set; }

    /// <summary>What a multiple of is added, or null.</summary>
    public CpuBuffer? Direction { get; set; }

    public float Damping { get; set; }

    public int Chunks { get; set; }

    /// <summary>Items: the parts of the matrices, and the free parameters.</summary>
    public int Items => parts.Length + 1;

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        GradientLayout gradient = workspace.Network.Gradient;
        double* sums = workspace.Scratch[worker].Sums;
        if (item == parts.Length)
        {
            int free = workspace.Shape.Head.Size.FreeParameters;
            Add(gradient.FreeOffset, free * Tile.Granule, sums);
            Write(sums, Tile.Granule, workspace.Shape.Mlp.ParameterCount, 1, free);
            return;
        }

        Part part = parts[item];
        GradientMatrix matrix = gradient.Matrices[part.Matrix];
        DenseShape layer = matrix.Layer;
        Add(matrix.Offset + (part.FirstRow * matrix.Lanes), part.Rows * matrix.Lanes, sums);
        for (int row = 0; row < part.Rows; row++)
        {
            // Input I of a layer is the bias, which follows the weights in the parameters as it does here.
            double* rowSums = sums + (row * matrix.Lanes);
            int index = part.FirstRow + row;
            if (matrix.LanesAreOutputs)
            {
                Write(rowSums, 1, layer.WeightOffset + (index * layer.O), 1, layer.O);
            }
            else
            {
                Write(rowSums, 1, layer.WeightOffset + index, layer.O, layer.I + 1);
            }
        }
    }

    private void Add(int offset, int count, double* sums)
    {
        double* partial = workspace.Partials + offset;
        new ReadOnlySpan<double>(partial, count).CopyTo(new Span<double>(sums, count));
        for (int chunk = 1; chunk < Chunks; chunk++)
        {
            partial += workspace.Network.Gradient.Length;
            WideSums.Add(partial, sums, count);
        }
    }

    private void Write(double* sums, int sumStride, int offset, int stride, int count)
    {
        float* result = Result!.Pointer + offset;
        float* direction = Direction is null ? null : Direction.Pointer + offset;
        if (sumStride == 1 && stride == 1)
        {
            WideSums.Narrow(sums, Damping, direction, result, count);
            return;
        }

        for (int k = 0; k < count; k++)
        {
            float* place = direction is null ? null : direction + (k * stride);
            WideSums.Narrow(sums + (k * sumStride), Damping, place, result + (k * stride), 1);
        }
    }

    private readonly record struct Part(int Matrix, int FirstRow, int Rows);
}
