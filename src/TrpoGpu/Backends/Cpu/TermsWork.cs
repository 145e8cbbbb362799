using System;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Numbers of each row at candidate parameters, summed over tiles; nothing that a gradient kept is touched.
/// One item is one tile.
/// </summary>
internal abstract unsafe class TermsWork(CpuWorkspace workspace) : ParallelWork
{
    /// <summary>The candidate; null for the parameters of the last gradient, which kept their distribution.</summary>
    public CpuBuffer? Parameters { get; set; }

    public int Rows { get; set; }

    protected CpuWorkspace Workspace { get; } = workspace;

    /// <inheritdoc/>
    public override void Execute(int item, int worker)
    {
        ref readonly TileScratch scratch = ref Workspace.Scratch[worker];
        CpuNetwork network = Workspace.Network;
        float* tile = Workspace.KeptTile(item);
        float* distribution = tile + network.Layout.Distribution;
        int rows = Tile.RowsIn(item, Rows);
        if (Parameters is not null)
        {
            distribution = scratch.Distribution;
            network.Infer(Parameters.Pointer, tile + network.Layout.Input(0), rows, scratch, distribution);
        }

        Evaluate(tile, distribution, rows, scratch, Workspace.TileSums + ((nint)item * TileScratch.TermColumns));
    }

    /// <summary>The sum of one column over all tiles, in their order.</summary>
    public double Sum(int column)
    {
        double sum = 0;
        for (int tile = 0; tile < Tile.Count(Rows); tile++)
        {
            sum += Workspace.TileSums[(tile * TileScratch.TermColumns) + column];
        }

        return sum;
    }

    /// <summary>Writes the sums of one tile.</summary>
    /// <param name="tile">With actions, advantages and the old distribution.</param>
    /// <param name="distribution">[A,64] the candidate's.</param>
    /// <param name="rows">Of the tile.</param>
    /// <param name="scratch">For numbers of each row.</param>
    /// <param name="sums">[<see cref="TileScratch.TermColumns"/>] write.</param>
    protected abstract void Evaluate(
        float* tile, float* distribution, int rows, in TileScratch scratch, double* sums);

    /// <summary>The sum of a column of terms over the rows that count.</summary>
    protected static double SumRows(float* column, int rows)
    {
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += column[row];
        }

        return sum;
    }
}

/// <summary>Surrogate objective, KL from the old distribution, entropy and the largest log-ratio.</summary>
internal sealed unsafe class SurrogateTermsWork(CpuWorkspace workspace) : TermsWork(workspace)
{
    private const int Objective = 0;
    private const int Kl = 1;
    private const int Entropy = 2;
    private const int LogRatio = 3;

    /// <summary>The means over the batch.</summary>
    public SurrogateTerms Means()
    {
        double largest = 0;
        for (int tile = 0; tile < Tile.Count(Rows); tile++)
        {
            largest = Math.Max(largest, Workspace.TileSums[(tile * TileScratch.TermColumns) + LogRatio]);
        }

        return new SurrogateTerms(-Sum(Objective) / Rows, Sum(Kl) / Rows, Sum(Entropy) / Rows, largest);
    }

    /// <inheritdoc/>
    protected override void Evaluate(
        float* tile, float* distribution, int rows, in TileScratch scratch, double* sums)
    {
        CpuNetwork network = Workspace.Network;
        TileLayout layout = network.Layout;
        network.Head.SurrogateTerms(
            tile + layout.OldDistribution, distribution, tile + layout.Actions,
            tile + layout.Advantages,
            tile + layout.LogProbabilities, rows, scratch.Terms);
        sums[Objective] = SumRows(scratch.Terms + (Objective * Tile.Rows), rows);
        sums[Kl] = SumRows(scratch.Terms + (Kl * Tile.Rows), rows);
        sums[Entropy] = SumRows(scratch.Terms + (Entropy * Tile.Rows), rows);
        sums[LogRatio] = LargestMagnitude(scratch.Terms + (LogRatio * Tile.Rows), rows);
    }

    private static double LargestMagnitude(float* column, int rows)
    {
        // Math.Max hands on a NaN.
        double largest = 0;
        for (int row = 0; row < rows; row++)
        {
            largest = Math.Max(largest, Math.Abs(column[row]));
        }

        return largest;
    }
}

/// <summary>Log-likelihood of the batch's actions.</summary>
internal sealed unsafe class LikelihoodTermsWork(CpuWorkspace workspace) : TermsWork(workspace)
{
    /// <summary>The mean negative log-likelihood.</summary>
    public double MeanNegative() => -Sum(0) / Rows;

    /// <inheritdoc/>
    protected override void Evaluate(
        float* tile, float* distribution, int rows, in TileScratch scratch, double* sums)
    {
        CpuNetwork network = Workspace.Network;
        network.Head.LogProbability(distribution, tile + network.Layout.Actions, rows, scratch.Terms);
        sums[0] = SumRows(scratch.Terms, rows);
    }
}
