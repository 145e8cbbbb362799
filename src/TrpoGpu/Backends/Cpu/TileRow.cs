using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Distributions;

namespace TrpoGpu.Backends.Cpu;

/// <summary>As many neighbouring rows of a tile as a vector has lanes.</summary>
/// <param name="first">Their first column.</param>
internal readonly unsafe struct TileRow<TLanes>(float* first) : IRow<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly float* first = first;

    /// <inheritdoc/>
    public TLanes this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Load(first + (column * Tile.Rows));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => TLanes.Store(first + (column * Tile.Rows), value);
    }
}
