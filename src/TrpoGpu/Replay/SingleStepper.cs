using System;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Replay;

/// <summary>
/// Steps of the CPU engine: the code of its rollouts, in the widest vectors of this machine. Every width, a GPU's
/// thread included, computes the same bits.
/// </summary>
internal sealed unsafe class SingleStepper : StateStepper
{
    // Environments of one block; its rows of a column are neighbours.
    private const int Block = 0;

    private readonly CpuBackend backend = new(threads: 1);
    private readonly CpuEnvironments environments;
    private readonly AlignedMemory actions;
    private readonly AlignedMemory scratch;
    private readonly AlignedMemory rewards = AlignedMemory.OfFloats(Tile.Rows);
    private readonly AlignedMemory terminated = AlignedMemory.OfFloats(Tile.Rows);
    private readonly AlignedMemory observations;

    internal SingleStepper(EnvironmentSpec spec)
    {
        environments = (CpuEnvironments)backend.CreateEnvironments(spec.Id, Capacity, seed: 0);
        actions = AlignedMemory.OfFloats((long)spec.Actions.Columns * Tile.Rows);
        observations = AlignedMemory.OfFloats((long)spec.ObservationSize * Tile.Rows);
        scratch = AlignedMemory.OfFloats(environments.ScratchFloats);
    }

    /// <inheritdoc/>
    internal override void SetAction(int n, ReadOnlySpan<double> action)
    {
        for (int column = 0; column < action.Length; column++)
        {
            actions.Floats[(column * Tile.Rows) + n] = (float)action[column];
        }
    }

    /// <inheritdoc/>
    internal override void Step() =>
        environments.Advance(Block, actions.Floats, scratch.Floats, rewards.Floats, terminated.Floats);

    /// <inheritdoc/>
    internal override double Reward(int n) => rewards.Floats[n];

    /// <inheritdoc/>
    internal override bool Terminated(int n) => terminated.Floats[n] != 0;

    /// <inheritdoc/>
    internal override double[] Observe(int n)
    {
        environments.Observe(Block, observations.Floats);
        double[] observation = new double[environments.Spec.ObservationSize];
        for (int i = 0; i < observation.Length; i++)
        {
            observation[i] = observations.Floats[(i * Tile.Rows) + n];
        }

        return observation;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        environments.Dispose();
        foreach (AlignedMemory memory in (AlignedMemory[])[actions, scratch, rewards, terminated, observations])
        {
            memory.Dispose();
        }

        backend.Dispose();
    }

    private protected override double this[int n, int field]
    {
        get => environments[n, field];
        set => environments[n, field] = (float)value;
    }
}
