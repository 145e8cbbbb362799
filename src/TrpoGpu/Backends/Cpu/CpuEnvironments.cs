using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>N copies of an environment on the host, in blocks that each fit a tile.</summary>
/// <remarks>
/// The blocks are a function of N alone, so the number of threads has no say in the order of any sum. Environments
/// beyond N that fill the last vector are stepped like the others and never read.
/// </remarks>
internal abstract class CpuEnvironments : EnvironmentBatch
{
    private readonly LaneWidth width;
    private CpuRollout? rollout;

    private protected CpuEnvironments(CpuBackend owner, EnvironmentSpec spec, int count, ulong seed, LaneWidth width)
        : base(owner, spec, count, seed)
    {
        this.width = width;

        // Small blocks keep two cores busy with few environments; a full tile computes fastest.
        BlockRows = count switch
        {
            <= 32 => Tile.Granule,
            <= 128 => 2 * Tile.Granule,
            _ => Tile.Rows,
        };
        Blocks = (count + BlockRows - 1) / BlockRows;
        Lengths = new int[Blocks * BlockRows];
        Returns = new double[Blocks * BlockRows];
        DiscountedReturns = new double[Blocks * BlockRows];
        Moments = new BlockMoments(Blocks, spec.ObservationSize + 1);
    }

    /// <summary>Environments of a block.</summary>
    internal int BlockRows { get; }

    /// <summary>Blocks.</summary>
    internal int Blocks { get; }

    /// <summary>[N] steps of the current episodes.</summary>
    internal int[] Lengths { get; }

    /// <summary>[N] undiscounted returns of the current episodes so far.</summary>
    internal double[] Returns { get; }

    /// <summary>[N] running discounted returns.</summary>
    internal double[] DiscountedReturns { get; }

    /// <summary>Sums over the last rollout.</summary>
    internal BlockMoments Moments { get; }

    /// <summary>Components of a state.</summary>
    internal abstract int StateSize { get; }

    /// <summary>Floats of scratch memory that a worker steps with.</summary>
    internal abstract int ScratchFloats { get; }

    /// <inheritdoc/>
    public override int StateLength => Count * (StateSize + ClockNumbers);

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
        CheckStateLength(destination.Length);
        int k = 0;
        for (int n = 0; n < Count; n++)
        {
            for (int component = 0; component < StateSize; component++)
            {
                destination[k++] = this[n, component];
            }

            destination[k++] = Lengths[n];
            destination[k++] = Returns[n];
            destination[k++] = DiscountedReturns[n];
        }
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source, long stepsTaken)
    {
        CheckStateLength(source.Length);
        int k = 0;
        for (int n = 0; n < Count; n++)
        {
            for (int component = 0; component < StateSize; component++)
            {
                this[n, component] = (float)source[k++];
            }

            Lengths[n] = (int)source[k++];
            Returns[n] = source[k++];
            DiscountedReturns[n] = source[k++];
        }

        StepsTaken = stepsTaken;
    }

    /// <summary>See <see cref="ComputeBackend.BranchEnvironments"/>.</summary>
    internal void BranchFrom(CpuEnvironments trunk, int copies, long stepsTaken)
    {
        CopyStates(trunk, copies);
        for (int e = 0; e < Count; e++)
        {
            Lengths[e] = trunk.Lengths[e / copies];
            Returns[e] = trunk.Returns[e / copies];
            DiscountedReturns[e] = trunk.DiscountedReturns[e / copies];
        }

        StepsTaken = stepsTaken;
    }

    /// <inheritdoc/>
    public override void ReadMoments(Span<double> means, Span<double> squaredDeviations) =>
        Moments.Read(means, squaredDeviations);

    /// <summary>Component of the state of environment n.</summary>
    internal abstract float this[int n, int component] { get; set; }

    /// <summary>Environments of a block that count.</summary>
    internal int RowsIn(int block) => int.Min(BlockRows, Count - (block * BlockRows));

    /// <summary>Writes the observations of a block's states.</summary>
    /// <param name="block">Which.</param>
    /// <param name="observations">[I,64] write.</param>
    internal abstract unsafe void Observe(int block, float* observations);

    /// <summary>Advances a block by one step.</summary>
    /// <param name="block">Which.</param>
    /// <param name="actions">[columns,64] read.</param>
    /// <param name="scratch">[<see cref="ScratchFloats"/>] of the worker.</param>
    /// <param name="rewards">[64] write.</param>
    /// <param name="terminated">[64] write: 1 where the task ended, else 0.</param>
    internal abstract unsafe void Advance(
        int block, float* actions, float* scratch, float* rewards, float* terminated);

    /// <summary>Puts environments of a block into start states.</summary>
    /// <param name="block">Which.</param>
    /// <param name="step">Of the random-number key.</param>
    /// <param name="ended">[64] not 0 for those to reset.</param>
    internal abstract unsafe void Reset(int block, ulong step, float* ended);

    /// <summary>State e becomes state e / copies of environments of the same kind.</summary>
    private protected abstract void CopyStates(CpuEnvironments trunk, int copies);

    /// <summary>The rollout by networks of these shapes; allocated when they change.</summary>
    internal CpuRollout RolloutFor(NetworkShape policy, NetworkShape value, int workers)
    {
        if (rollout is null || !rollout.Fits(policy, value))
        {
            rollout?.Dispose();
            rollout = new CpuRollout(this, new CpuNetwork(policy, width), new CpuNetwork(value, width), workers);
        }

        return rollout;
    }

    /// <inheritdoc/>
    public override void Dispose() => rollout?.Dispose();

    /// <summary>Counts the steps of a rollout that every block has made.</summary>
    internal void CountSteps(int steps) => StepsTaken += steps;

    private void CheckStateLength(int length)
    {
        if (length != StateLength)
        {
            throw new ArgumentException(
                $"{Spec.Id}: a state of {length} numbers, expected {StateLength} for N = {Count}.");
        }
    }
}
