using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>The partial sums of Kronecker factors, the workers' scratch, and the work over tiles.</summary>
internal sealed unsafe class CpuKronecker : KroneckerWorkspace
{
    private readonly AlignedMemory partials;
    private readonly AlignedMemory scratch;
    private readonly int scratchLength;
    private readonly int transposedLength;
    private readonly int[] inputs;
    private readonly int[] outputs;

    public CpuKronecker(CpuBackend owner, CpuWorkspace workspace)
        : base(workspace)
    {
        ReadOnlySpan<KroneckerBlock> blocks = Layout.Blocks;
        inputs = new int[blocks.Length];
        outputs = new int[blocks.Length];
        int widest = 0;
        for (int l = 0; l < blocks.Length; l++)
        {
            inputs[l] = OutputOffset;
            OutputOffset = checked(OutputOffset + (blocks[l].Inputs * Tile.RoundUp(blocks[l].Inputs)));
            widest = int.Max(widest, int.Max(blocks[l].Inputs, blocks[l].Outputs));
        }

        Length = OutputOffset;
        for (int l = 0; l < blocks.Length; l++)
        {
            outputs[l] = Length;
            Length = checked(Length + (blocks[l].Outputs * Tile.RoundUp(blocks[l].Outputs)));
        }

        int chunks = BatchPartition.LargestChunkCount(workspace.Capacity, Length);
        partials = new AlignedMemory(sizeof(double) * (long)chunks * Length, cleared: false);
        transposedLength = Tile.Rows * Tile.RoundUp(widest);
        scratchLength = checked(transposedLength + Length);
        scratch = new AlignedMemory(sizeof(float) * (long)owner.Threads * scratchLength, cleared: false);
        Work = new KroneckerWork(this, workspace);
    }

    /// <summary>Adds up the factors of chunks.</summary>
    public KroneckerWork Work { get; }

    /// <summary>Numbers of a partial sum: matrices whose rows are whole granules, the input sides first.</summary>
    public int Length { get; }

    /// <summary>Numbers in front of the output sides.</summary>
    public int OutputOffset { get; }

    /// <summary>Numbers in front of the matrix of a layer's input side.</summary>
    public int Input(int layer) => inputs[layer];

    /// <summary>Numbers in front of the matrix of a layer's output side.</summary>
    public int Output(int layer) => outputs[layer];

    /// <summary>The sums of a chunk.</summary>
    public double* Partial(int chunk) => partials.Doubles + ((nint)chunk * Length);

    /// <summary>A worker's memory for transposed tiles.</summary>
    public float* Transposed(int worker) => scratch.Floats + ((nint)worker * scratchLength);

    /// <summary>A worker's sums over a run.</summary>
    public float* Sums(int worker) => Transposed(worker) + transposedLength;

    /// <summary>Adds the chunks in their order and writes the means.</summary>
    public void ReadMeans(int chunks, int rows, Span<double> destination)
    {
        double* sums = Partial(0);
        for (int chunk = 1; chunk < chunks; chunk++)
        {
            WideSums.Add(Partial(chunk), sums, Length);
        }

        for (int l = 0; l < Layout.Blocks.Length; l++)
        {
            KroneckerBlock block = Layout.Blocks[l];
            Divide(sums + Input(l), block.Inputs, rows, destination[block.InputOffset..]);
            Divide(sums + Output(l), block.Outputs, rows, destination[block.OutputOffset..]);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        partials.Dispose();
        scratch.Dispose();
    }

    private static void Divide(double* sums, int width, int rows, Span<double> means)
    {
        int lanes = Tile.RoundUp(width);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                means[(i * width) + j] = sums[(i * lanes) + j] / rows;
            }
        }
    }
}
