using System;
using System.Threading;
using System.Threading.Tasks;
using TrpoGpu.Backends.Cpu;

namespace TrpoGpu.Benchmarks.Locomotion;

/// <summary>Environments of the CPU engine under uniform random actions, block by block on all cores.</summary>
internal sealed unsafe class RandomSteps : IDisposable
{
    private const float ActionLimit = 1f;

    private readonly CpuEnvironments environments;
    private readonly ThreadLocal<BlockSpace> spaces;
    private readonly Random[] random;
    private ulong step;
    private long episodes;
    private long unsettled;
    private long notFinite;

    internal RandomSteps(CpuBackend backend, string id, int count)
    {
        environments = (CpuEnvironments)backend.CreateEnvironments(id, count, seed: 1);
        spaces = new ThreadLocal<BlockSpace>(
            () => new BlockSpace(environments.Spec.Actions.Columns, environments.ScratchFloats), trackAllValues: true);
        random = new Random[environments.Blocks];
        for (int block = 0; block < random.Length; block++)
        {
            random[block] = new Random(block);
        }
    }

    /// <summary>Episodes that ended.</summary>
    internal long Episodes => episodes;

    /// <summary>Evaluations that kept a solution at the solver's cap, in episodes that ended.</summary>
    internal long Unsettled => unsettled;

    /// <summary>Steps that led to a number that is not finite.</summary>
    internal long NotFinite => notFinite;

    public void Dispose()
    {
        foreach (BlockSpace space in spaces.Values)
        {
            space.Dispose();
        }

        spaces.Dispose();
        environments.Dispose();
    }

    /// <summary>Advances all environments; those whose episodes end start again.</summary>
    internal void Run(int steps)
    {
        Parallel.For(0, environments.Blocks, block =>
        {
            BlockSpace space = spaces.Value!;
            for (int t = 0; t < steps; t++)
            {
                Step(block, step + (ulong)t, space);
            }
        });
        step += (ulong)steps;
    }

    private void Step(int block, ulong t, BlockSpace space)
    {
        for (int k = 0; k < environments.Spec.Actions.Columns * Tile.Rows; k++)
        {
            space.Actions[k] = ActionLimit * ((2f * random[block].NextSingle()) - 1f);
        }

        environments.Advance(block, space.Actions, space.Scratch, space.Rewards, space.Ends);
        int rows = environments.RowsIn(block);
        for (int row = 0; row < rows; row++)
        {
            int n = (block * environments.BlockRows) + row;
            if (!float.IsFinite(space.Rewards[row]))
            {
                Interlocked.Increment(ref notFinite);
            }

            environments.Lengths[n]++;
            if (space.Ends[row] != 0 || environments.Lengths[n] >= environments.Spec.TimeLimit)
            {
                space.Ends[row] = 1f;
                environments.Lengths[n] = 0;
                Interlocked.Increment(ref episodes);

                // The last component of a state counts them.
                Interlocked.Add(ref unsettled, (long)environments[n, environments.StateSize - 1]);
            }
        }

        environments.Reset(block, t + 1, space.Ends);
    }

    private sealed class BlockSpace(int columns, int scratch) : IDisposable
    {
        private readonly AlignedMemory memory = AlignedMemory.OfFloats(((columns + 2) * Tile.Rows) + scratch);

        internal float* Rewards => memory.Floats;

        internal float* Ends => memory.Floats + Tile.Rows;

        internal float* Actions => memory.Floats + (2 * Tile.Rows);

        internal float* Scratch => memory.Floats + ((columns + 2) * Tile.Rows);

        public void Dispose() => memory.Dispose();
    }
}
