using System;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Backends.Cpu;

/// <summary>States as vectors: one state value holds as many environments as a vector has lanes.</summary>
internal sealed unsafe class CpuEnvironments<TLanes, TDynamics, TState> : CpuEnvironments
    where TLanes : unmanaged, ILanes<TLanes>
    where TState : unmanaged
    where TDynamics : IEnvironmentDynamics<TLanes, TState>
{
    private readonly AlignedMemory states;
    private readonly AlignedMemory constants;

    internal CpuEnvironments(CpuBackend owner, int count, ulong seed)
        : base(owner, TDynamics.Spec, count, seed, (LaneWidth)TLanes.Count)
    {
        states = AlignedMemory.OfFloats((long)Blocks * BlockRows * StateSize);
        constants = Spread(TDynamics.Constants);
        float* all = stackalloc float[Tile.Rows];
        for (int row = 0; row < Tile.Rows; row++)
        {
            all[row] = 1f;
        }

        for (int block = 0; block < Blocks; block++)
        {
            Reset(block, step: 0, all);
        }
    }

    internal override int StateSize => sizeof(TState) / sizeof(TLanes);

    internal override int ScratchFloats => TDynamics.ScratchColumns * TLanes.Count;

    internal override float this[int n, int component]
    {
        get => Component(n, component);
        set => Component(n, component) = value;
    }

    public override void Dispose()
    {
        states.Dispose();
        constants.Dispose();
        base.Dispose();
    }

    internal override void Observe(int block, float* observations)
    {
        TState* state = First(block);
        for (int row = 0; row < BlockRows; row += TLanes.Count)
        {
            for (int i = 0; i < Spec.ObservationSize; i++)
            {
                TLanes.Store(observations + (i * Tile.Rows) + row, TDynamics.Observation(*state, i));
            }

            state++;
        }
    }

    internal override void Advance(int block, float* actions, float* scratch, float* rewards, float* terminated)
    {
        LaneMemory<TLanes> memory = new((TLanes*)constants.Floats, (TLanes*)scratch);
        TState* state = First(block);
        for (int row = 0; row < BlockRows; row += TLanes.Count)
        {
            ActionValues<TLanes> action = default;
            for (int column = 0; column < Spec.Actions.Columns; column++)
            {
                ((TLanes*)&action)[column] = TLanes.Load(actions + (column * Tile.Rows) + row);
            }

            TDynamics.Step(ref *state, action, memory, out TLanes reward, out TLanes ended);
            TLanes.Store(rewards + row, reward);
            TLanes.Store(terminated + row, ended);
            state++;
        }
    }

    internal override void Reset(int block, ulong step, float* ended)
    {
        TState* state = First(block);
        for (int row = 0; row < BlockRows; row += TLanes.Count)
        {
            ResetVector(state, (block * BlockRows) + row, step, ended + row);
            state++;
        }
    }

    private protected override void CopyStates(CpuEnvironments trunk, int copies)
    {
        CpuEnvironments<TLanes, TDynamics, TState> from = (CpuEnvironments<TLanes, TDynamics, TState>)trunk;
        for (int e = 0; e < Count; e++)
        {
            for (int component = 0; component < StateSize; component++)
            {
                Component(e, component) = from.Component(e / copies, component);
            }
        }
    }

    private static AlignedMemory Spread(ReadOnlySpan<double> numbers)
    {
        AlignedMemory memory = AlignedMemory.OfFloats((long)numbers.Length * TLanes.Count);
        for (int k = 0; k < numbers.Length; k++)
        {
            TLanes.Store(memory.Floats + (k * TLanes.Count), TLanes.Constant(numbers[k]));
        }

        return memory;
    }

    private TState* First(int block) => (TState*)states.Floats + (block * (BlockRows / TLanes.Count));

    private ref float Component(int n, int component)
    {
        float* state = (float*)((TState*)states.Floats + (n / TLanes.Count));
        return ref state[(component * TLanes.Count) + (n % TLanes.Count)];
    }

    // All lanes of a start state are computed; only those that ended are taken.
    private void ResetVector(TState* state, int firstEnvironment, ulong step, float* ended)
    {
        StateUniforms<TLanes> uniforms = default;
        bool any = false;
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            if (ended[lane] != 0)
            {
                any = true;
                TileNoise.FillStartUniforms(
                    Seed, (uint)(firstEnvironment + lane), step, TDynamics.StartNumbers, (float*)&uniforms + lane,
                    TLanes.Count);
            }
        }

        if (!any)
        {
            return;
        }

        TState start = TDynamics.Reset(uniforms);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            for (int component = 0; component < StateSize && ended[lane] != 0; component++)
            {
                int place = (component * TLanes.Count) + lane;
                ((float*)state)[place] = ((float*)&start)[place];
            }
        }
    }
}
