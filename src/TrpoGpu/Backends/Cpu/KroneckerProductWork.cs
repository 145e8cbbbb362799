using System;
using System.Collections.Generic;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// <c>Y = Left X Right'</c> for every layer. One item is some rows of one layer's Y, or the free parameters.
/// </summary>
internal abstract unsafe class KroneckerProductWork : ParallelWork, IDisposable
{
    // Whole register blocks, and so few rows that both products of an item stay in the nearest cache.
    private const int RowsPerItem = 4 * ProductBlock.MaxHeight;

    private readonly CpuKroneckerMatrices matrices;
    private readonly AlignedMemory scratch;
    private readonly int scratchLength;
    private readonly Part[] parts;

    private protected KroneckerProductWork(CpuKroneckerMatrices matrices, int threads)
    {
        this.matrices = matrices;
        List<Part> cut = [];
        int widest = 0;
        for (int l = 0; l < matrices.Layout.Blocks.Length; l++)
        {
            KroneckerBlock block = matrices.Layout.Blocks[l];
            widest = int.Max(widest, Tile.RoundUp(block.Outputs));
            MultiplyAdds += (long)block.Inputs * block.Outputs * (block.Inputs + block.Outputs);
            for (int row = 0; row < block.Inputs; row += RowsPerItem)
            {
                cut.Add(new Part(l, row, int.Min(RowsPerItem, block.Inputs - row)));
            }
        }

        parts = [.. cut];
        scratchLength = RowsPerItem * widest;
        scratch = AlignedMemory.OfFloats(2L * threads * scratchLength);
    }

    public CpuBuffer? X { get; set; }

    public CpuBuffer? Y { get; set; }

    /// <summary>Items.</summary>
    public int Items => parts.Length + 1;

    /// <summary>What all of it costs.</summary>
    public long MultiplyAdds { get; }

    /// <summary>The code for a vector width.</summary>
    public static KroneckerProductWork Create(CpuKroneckerMatrices matrices, LaneWidth width, int threads) =>
        width switch
        {
            LaneWidth.Sixteen => new KroneckerProductWork<Lanes16>(matrices, threads),
            LaneWidth.Eight => new KroneckerProductWork<Lanes8>(matrices, threads),
            _ => new KroneckerProductWork<Lanes1>(matrices, threads),
        };

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        if (item == parts.Length)
        {
            int network = matrices.Layout.Network.Mlp.ParameterCount;
            for (int f = 0; f < matrices.Layout.Network.Head.Size.FreeParameters; f++)
            {
                Y!.Pointer[network + f] = matrices.Free[f] * X!.Pointer[network + f];
            }

            return;
        }

        Part part = parts[item];
        KroneckerBlock n = matrices.Layout.Blocks[part.Layer];
        int lanes = Tile.RoundUp(n.Outputs);
        float* half = scratch.Floats + (2L * worker * scratchLength);
        float* whole = half + scratchLength;
        float* left = matrices.Left(part.Layer) + ((nint)part.FirstRow * n.Inputs);
        Multiply(
            part.Rows, lanes,
            new ProductTerm(left, n.Inputs, 1, X!.Pointer + n.Layer.WeightOffset, n.Outputs, n.Inputs), half);
        Multiply(
            part.Rows, lanes,
            new ProductTerm(half, lanes, 1, matrices.RightTransposed(part.Layer), lanes, n.Outputs), whole);
        float* result = Y!.Pointer + n.Layer.WeightOffset + ((nint)part.FirstRow * n.Outputs);
        for (int row = 0; row < part.Rows; row++)
        {
            new ReadOnlySpan<float>(whole + (row * lanes), n.Outputs).CopyTo(
                new Span<float>(result + (row * n.Outputs), n.Outputs));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    /// <summary>A product into rows of <paramref name="lanes"/> numbers.</summary>
    protected abstract void Multiply(int rows, int lanes, in ProductTerm term, float* result);

    private readonly record struct Part(int Layer, int FirstRow, int Rows);
}

/// <inheritdoc/>
/// <typeparam name="TLanes">Vectors, over the outputs of a layer.</typeparam>
internal sealed unsafe class KroneckerProductWork<TLanes>(CpuKroneckerMatrices matrices, int threads)
    : KroneckerProductWork(matrices, threads)
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <inheritdoc/>
    protected override void Multiply(int rows, int lanes, in ProductTerm term, float* result) =>
        Product.Compute<TLanes>(rows, lanes, term, ProductStart.Zero, null, result, lanes);
}
