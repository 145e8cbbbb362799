using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Matrices in single precision: of every layer Left, then the transpose of Right in rows of whole granules, and the
/// factors of the free parameters.
/// </summary>
internal sealed unsafe class CpuKroneckerMatrices : KroneckerMatrices
{
    private readonly AlignedMemory memory;
    private readonly long[] lefts;
    private readonly long[] rights;
    private readonly long free;

    public CpuKroneckerMatrices(CpuBackend owner, KroneckerLayout layout)
        : base(owner, layout)
    {
        lefts = new long[layout.Blocks.Length];
        rights = new long[layout.Blocks.Length];
        for (int l = 0; l < layout.Blocks.Length; l++)
        {
            KroneckerBlock block = layout.Blocks[l];
            lefts[l] = free;
            rights[l] = free + Tile.RoundUp(block.Inputs * block.Inputs);
            free = rights[l] + ((long)block.Outputs * Tile.RoundUp(block.Outputs));
        }

        memory = AlignedMemory.OfFloats(free + layout.Network.Head.Size.FreeParameters);
        Work = KroneckerProductWork.Create(this, owner.Width, owner.Threads);
    }

    /// <summary>Applies them.</summary>
    public KroneckerProductWork Work { get; }

    /// <summary>[F].</summary>
    public float* Free => memory.Floats + free;

    /// <summary>[I+1,I+1].</summary>
    public float* Left(int layer) => memory.Floats + lefts[layer];

    /// <summary>[O, O in whole granules]: Right'.</summary>
    public float* RightTransposed(int layer) => memory.Floats + rights[layer];

    /// <inheritdoc/>
    public override void Dispose()
    {
        memory.Dispose();
        Work.Dispose();
    }

    private protected override void WriteCore(ReadOnlySpan<double> source)
    {
        for (int l = 0; l < Layout.Blocks.Length; l++)
        {
            KroneckerBlock block = Layout.Blocks[l];
            float* left = Left(l);
            float* right = RightTransposed(l);
            int lanes = Tile.RoundUp(block.Outputs);
            for (int k = 0; k < block.Inputs * block.Inputs; k++)
            {
                left[k] = (float)source[block.InputOffset + k];
            }

            for (int o = 0; o < block.Outputs; o++)
            {
                for (int q = 0; q < block.Outputs; q++)
                {
                    right[(q * lanes) + o] = (float)source[block.OutputOffset + (o * block.Outputs) + q];
                }
            }
        }

        for (int f = 0; f < Layout.Network.Head.Size.FreeParameters; f++)
        {
            Free[f] = (float)source[Layout.FreeOffset + f];
        }

        GC.KeepAlive(this);
    }
}
