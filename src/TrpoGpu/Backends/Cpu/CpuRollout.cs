using System;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// Carries blocks of environments through the whole horizon, one block a work item: observe, normalise, act, record,
/// step, reset. A block's states, activations and noise stay in one core's cache.
/// </summary>
internal sealed unsafe class CpuRollout : ParallelWork, IDisposable
{
    private readonly CpuEnvironments environments;
    private readonly CpuNetwork policy;
    private readonly CpuNetwork value;
    private readonly TileScratchSet policyScratch;
    private readonly TileScratchSet valueScratch;
    private readonly AlignedMemory memory;
    private readonly AlignedMemory scratch;
    private readonly int inputs;
    private readonly int columns;

    // What the items of one run work on.
    private float* policyParameters;
    private float* valueParameters;
    private float* normalization;
    private RolloutOptions options;
    private TrajectoryPointers trajectories;

    /// <summary>Allocates the rollout of one batch of environments by networks of given shapes.</summary>
    internal CpuRollout(CpuEnvironments environments, CpuNetwork policy, CpuNetwork value, int workers)
    {
        this.environments = environments;
        this.policy = policy;
        this.value = value;
        policyScratch = new TileScratchSet(policy, workers);
        valueScratch = new TileScratchSet(value, workers);
        inputs = environments.Spec.ObservationSize;
        columns = environments.Spec.Actions.Columns;
        memory = AlignedMemory.OfFloats((long)workers * BlockMemory.Length(inputs));
        scratch = AlignedMemory.OfFloats((long)workers * environments.ScratchFloats);
    }

    /// <summary>Whether this was allocated for these networks.</summary>
    internal bool Fits(Shapes.NetworkShape policy, Shapes.NetworkShape value) =>
        this.policy.Shape.Equals(policy) && this.value.Shape.Equals(value);

    /// <summary>Runs the horizon of all blocks.</summary>
    internal void Run(
        WorkerPool pool, CpuBuffer policyParameters, CpuBuffer valueParameters, CpuBuffer normalization,
        RolloutOptions options, TrajectoryBuffers trajectories)
    {
        this.policyParameters = policyParameters.Pointer;
        this.valueParameters = valueParameters.Pointer;
        this.normalization = normalization.Pointer;
        this.options = options;
        this.trajectories = new TrajectoryPointers(trajectories);
        environments.Moments.Begin();
        pool.Run(this, environments.Blocks, alone: false);
        environments.CountSteps(trajectories.Steps);
    }

    public override void Execute(int item, int worker)
    {
        BlockMemory block = new(memory.Floats, worker, inputs);
        int rows = environments.RowsIn(item);
        for (int t = 0; t < trajectories.Steps; t++)
        {
            RunStep(item, t, rows, block, policyScratch[worker], valueScratch[worker], ScratchOf(worker));
        }

        environments.Observe(item, block.Observations);
        float* last = Value(block, valueScratch[worker]);
        new ReadOnlySpan<float>(last, rows).CopyTo(
            new Span<float>(trajectories.LastValues + (item * environments.BlockRows), rows));
    }

    public void Dispose()
    {
        policyScratch.Dispose();
        valueScratch.Dispose();
        memory.Dispose();
        scratch.Dispose();
    }

    private float* ScratchOf(int worker) => scratch.Floats + ((long)worker * environments.ScratchFloats);

    private void RunStep(
        int block, int t, int rows, in BlockMemory at, in TileScratch policyTile, in TileScratch valueTile,
        float* stepScratch)
    {
        int firstEnvironment = block * environments.BlockRows;
        int firstRow = (t * environments.Count) + firstEnvironment;
        ulong step = (ulong)(environments.StepsTaken + t);

        environments.Observe(block, at.Observations);
        environments.Moments.Add(block, 0, inputs, at.Observations, rows);
        new ReadOnlySpan<float>(Value(at, valueTile), rows).CopyTo(
            new Span<float>(trajectories.Values + firstRow, rows));

        policy.Infer(policyParameters, at.Normalized, environments.BlockRows, policyTile, policyTile.Distribution);
        Choose(firstEnvironment, t, step, policyTile);
        policy.Head.LogProbability(
            policyTile.Distribution, policyTile.Actions, environments.BlockRows, policyTile.Terms);
        new ReadOnlySpan<float>(policyTile.Terms, rows).CopyTo(
            new Span<float>(trajectories.LogProbabilities + firstRow, rows));
        Scatter(at.Normalized, inputs, rows, trajectories.Observations + ((long)firstRow * inputs));
        Scatter(policyTile.Actions, columns, rows, trajectories.Actions + ((long)firstRow * columns));

        environments.Advance(block, policyTile.Actions, stepScratch, at.Rewards, at.Ends);
        FinishStep(block, firstEnvironment, firstRow, rows, at, valueTile);
        environments.Reset(block, step + 1, at.Ends);
    }

    private void Choose(int firstEnvironment, int t, ulong step, in TileScratch tile)
    {
        if (options.EnumerateFirstAction && t == 0)
        {
            for (int row = 0; row < environments.BlockRows; row++)
            {
                tile.Actions[row] = (firstEnvironment + row) % options.BranchCopies;
            }
        }
        else if (options.Deterministic)
        {
            policy.Head.Mode(tile.Distribution, environments.BlockRows, tile.Actions);
        }
        else
        {
            TileNoise.FillActionNoise(
                new NoiseKey(environments.Seed, step / (ulong)options.NoiseHoldSteps), RandomUse.Action,
                (uint)firstEnvironment, environments.BlockRows, t == 0 ? 1 : options.BranchCopies, columns,
                policy.Head.DrawsFromNormal, tile.Noise);
            policy.Head.Sample(tile.Distribution, tile.Noise, environments.BlockRows, tile.Actions);
        }
    }

    // Ends[row] becomes the EpisodeEnd of the step; everything that is counted per episode is brought up to date.
    private void FinishStep(
        int block, int firstEnvironment, int firstRow, int rows, in BlockMemory at, in TileScratch valueTile)
    {
        int limit = environments.Spec.TimeLimit;
        bool anyTruncated = false;
        for (int row = 0; row < environments.BlockRows; row++)
        {
            int n = firstEnvironment + row;
            environments.Returns[n] += at.Rewards[row];
            environments.DiscountedReturns[n] =
                (options.Discount * environments.DiscountedReturns[n]) + at.Rewards[row];
            at.Discounted[row] = (float)environments.DiscountedReturns[n];
            environments.Lengths[n]++;
            if (at.Ends[row] == 0 && limit > 0 && environments.Lengths[n] >= limit)
            {
                at.Ends[row] = (float)EpisodeEnd.Truncated;
                anyTruncated = true;
            }
        }

        environments.Moments.Add(block, inputs, 1, at.Discounted, rows);
        environments.Moments.Count(block, rows);
        float* finalValues = null;
        if (anyTruncated)
        {
            environments.Observe(block, at.Observations);
            finalValues = Value(at, valueTile);
        }

        for (int row = 0; row < environments.BlockRows; row++)
        {
            int n = firstEnvironment + row;
            bool ended = at.Ends[row] != (float)EpisodeEnd.None;
            if (row < rows)
            {
                int place = firstRow + row;
                trajectories.Rewards[place] = at.Rewards[row];
                trajectories.Ends[place] = at.Ends[row];
                trajectories.FinalValues[place] = at.Ends[row] == (float)EpisodeEnd.Truncated ? finalValues[row] : 0;
                trajectories.EpisodeReturns[place] = ended ? (float)environments.Returns[n] : 0;
                trajectories.EpisodeLengths[place] = ended ? environments.Lengths[n] : 0;
            }

            if (ended)
            {
                environments.Returns[n] = 0;
                environments.DiscountedReturns[n] = 0;
                environments.Lengths[n] = 0;
            }
        }
    }

    // Normalises the block's observations and values them; the normalised ones stay for the policy.
    private float* Value(in BlockMemory at, in TileScratch tile)
    {
        ObservationScaling.Apply(
            at.Observations, normalization, inputs, environments.BlockRows, options.ObservationClip, at.Normalized);
        value.Infer(valueParameters, at.Normalized, environments.BlockRows, tile, tile.Distribution);
        return tile.Distribution;
    }

    private static void Scatter(float* tile, int columns, int rows, float* destination)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                destination[(row * columns) + column] = tile[(column * Tile.Rows) + row];
            }
        }
    }
}
