using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Distribution parameters of rows that are not kept, and what becomes of them. One item is one tile.
/// </summary>
internal abstract unsafe class InferenceWork(CpuWorkspace workspace) : ParallelWork
{
    // So many rows take as long one after the other as together in vectors that they do not fill.
    private const int FewRows = 10;

    public CpuBuffer? Parameters { get; set; }

    public CpuBuffer? Observations { get; set; }

    public int Rows { get; set; }

    protected CpuWorkspace Workspace { get; } = workspace;

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        ref readonly TileScratch scratch = ref Workspace.Scratch[worker];
        int inputs = Workspace.Shape.Mlp.Inputs;
        int first = item * Tile.Rows;
        int rows = Tile.RowsIn(item, Rows);
        if (rows < FewRows)
        {
            float* observations = Observations!.Pointer + ((nint)first * inputs);
            Workspace.Network.InferRows(Parameters!.Pointer, observations, rows, scratch, scratch.Distribution);
        }
        else
        {
            RowMajor.Gather(Observations!.Pointer + ((nint)first * inputs), inputs, rows, scratch.Input);
            Workspace.Network.Infer(Parameters!.Pointer, scratch.Input, rows, scratch, scratch.Distribution);
        }

        Finish(first, rows, scratch);
    }

    /// <summary>Uses the distribution parameters in the scratch memory.</summary>
    protected abstract void Finish(int first, int rows, in TileScratch scratch);
}

/// <summary>Writes the distribution parameters.</summary>
internal sealed unsafe class ForwardWork(CpuWorkspace workspace) : InferenceWork(workspace)
{
    public CpuBuffer? Outputs { get; set; }

    /// <inheritdoc/>
    protected override void Finish(int first, int rows, in TileScratch scratch)
    {
        int columns = Workspace.Shape.Head.Size.Parameters;
        RowMajor.Scatter(scratch.Distribution, columns, rows, Outputs!.Pointer + ((nint)first * columns));
    }
}

/// <summary>Writes the most likely actions.</summary>
internal sealed unsafe class ModeWork(CpuWorkspace workspace) : InferenceWork(workspace)
{
    public CpuBuffer? Actions { get; set; }

    /// <inheritdoc/>
    protected override void Finish(int first, int rows, in TileScratch scratch)
    {
        int columns = Workspace.Shape.Head.Size.Actions;
        Workspace.Network.Head.Mode(scratch.Distribution, rows, scratch.Actions);
        RowMajor.Scatter(scratch.Actions, columns, rows, Actions!.Pointer + ((nint)first * columns));
    }
}

/// <summary>Draws actions.</summary>
internal sealed unsafe class SampleWork(CpuWorkspace workspace) : InferenceWork(workspace)
{
    public NoiseKey Noise { get; set; }

    public CpuBuffer? Actions { get; set; }

    public CpuBuffer? LogProbabilities { get; set; }

    /// <inheritdoc/>
    protected override void Finish(int first, int rows, in TileScratch scratch)
    {
        int columns = Workspace.Shape.Head.Size.Actions;
        TileHead head = Workspace.Network.Head;
        TileNoise.FillActionNoise(
            Noise, RandomUse.Action, (uint)first, rows, copies: 1, columns, head.DrawsFromNormal, scratch.Noise);
        head.Sample(scratch.Distribution, scratch.Noise, rows, scratch.Actions);
        head.LogProbability(scratch.Distribution, scratch.Actions, rows, scratch.Terms);
        RowMajor.Scatter(scratch.Actions, columns, rows, Actions!.Pointer + ((nint)first * columns));
        RowMajor.Scatter(scratch.Terms, 1, rows, LogProbabilities!.Pointer + first);
    }
}
