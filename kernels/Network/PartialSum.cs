using System.Runtime.CompilerServices;
using ILGPU;

namespace TrpoGpu.Kernels.Network;

/// <summary>A number of a partial gradient: single-precision sums of runs, added in double precision.</summary>
public static class PartialSum
{
    /// <summary>Tiles of a run at the most: single-precision sums have at most 256 terms.</summary>
    public const int MaxRunTiles = 4;

    /// <summary>Begins or goes on with a sum.</summary>
    /// <param name="partials">Partial gradients.</param>
    /// <param name="place">Which number.</param>
    /// <param name="run">The sum of a run.</param>
    /// <param name="begins">Whether there is nothing to add to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ArrayView<double> partials, int place, float run, bool begins) =>
        partials[place] = begins ? run : partials[place] + run;
}
