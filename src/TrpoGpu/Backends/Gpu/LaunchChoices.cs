using TrpoGpu.Kernels.Network;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// What of <see cref="LaunchShape"/> is worth measuring anew on a new kind of device: <c>gpu-check</c> tries others.
/// Another choice shares a batch differently and so gives other roundings of its sums.
/// </summary>
internal sealed record LaunchChoices
{
    /// <summary>
    /// Threads of a group that carries tiles through a whole narrow network, a power of two; by the widest layer if
    /// null.
    /// </summary>
    internal int? NarrowGroup { get; init; }

    /// <summary>
    /// Groups of a persistent grid for each multiprocessor: 128 threads of 160 registers fit three times.
    /// </summary>
    internal int GroupsPerMultiprocessor { get; init; } = 3;

    /// <summary>
    /// Tiles whose sums stay in registers, in single precision; at most <see cref="PartialSum.MaxRunTiles"/>.
    /// </summary>
    internal int RunTiles { get; init; } = PartialSum.MaxRunTiles;

    /// <summary>
    /// Groups among which a batch of a wide network is shared: the tiled kernels have many groups for each of these
    /// already.
    /// </summary>
    internal int WideGroups { get; init; } = 32;
}
