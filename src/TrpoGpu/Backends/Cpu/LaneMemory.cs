using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Backends.Cpu;

/// <summary>What a step of one vector of environments computes with, on the host.</summary>
/// <param name="constants">Of the task, each in every lane.</param>
/// <param name="scratch">Columns of a worker.</param>
internal readonly unsafe struct LaneMemory<TLanes>(TLanes* constants, TLanes* scratch) : IStepMemory<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes* constants = constants;
    private readonly TLanes* scratch = scratch;

    /// <inheritdoc/>
    public TLanes this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => scratch[column];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => scratch[column] = value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Constant(int index) => constants[index];
}
