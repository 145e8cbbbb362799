using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="AddMoments"/> reads and writes.</summary>
public struct AddMomentsArguments
{
    /// <summary>N.</summary>
    public int Environments;

    /// <summary>I.</summary>
    public int Inputs;

    /// <summary>1 in the first step of a rollout, else 0.</summary>
    public int IsFirst;

    /// <summary>[tiles,I,64] raw observations.</summary>
    public ArrayView<float> Raw;

    /// <summary>[tiles,1,64] running discounted returns.</summary>
    public ArrayView<float> Discounted;

    /// <summary>[parts,I+1,3] see <see cref="MomentSums"/>.</summary>
    public ArrayView<double> Moments;
}

/// <summary>Adds one step to the sums over a rollout.</summary>
/// <remarks>
/// <code>
/// computes  MomentSums.Add for every component of every part
/// threads   one a component of a part; surplus threads leave at once
/// Raw         [tiles,I,64]   read
/// Discounted  [tiles,1,64]   read
/// Moments     [parts,I+1,3]  add
/// numeric   fp64, rows in order
/// truth     ReferenceEnvironments.ReadMoments
/// </code>
/// </remarks>
public static class AddMoments
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(AddMomentsArguments n)
    {
        int item = (Grid.IdxX * Group.DimX) + Group.IdxX;
        int part = item / (n.Inputs + 1);
        int component = item - (part * (n.Inputs + 1));
        int rows = MomentSums.RowsIn(part, n.Environments);
        if (rows == 0)
        {
            return;
        }

        int tile = part / MomentSums.PartsPerTile;
        int place = MomentSums.Place(part, n.Inputs, component);
        int row = part * MomentSums.PartRows;
        if (component < n.Inputs)
        {
            // row - 64*tile of column component of the tile
            int first = row + (((tile * (n.Inputs - 1)) + component) * RowTile.Rows);
            MomentSums.Add(n.Moments, place, n.IsFirst != 0, n.Raw, first, rows);
        }
        else
        {
            MomentSums.Add(n.Moments, place, n.IsFirst != 0, n.Discounted, row, rows);
        }
    }
}
