using ILGPU;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// Sums over a rollout of deviations from a pivot and of their squares, for every component of a part of eight
/// neighbouring environments. The pivot is the part's first number, so that squares hardly cancel, and the deviation
/// of a number that never varies is 0 and not rounding.
/// </summary>
/// <remarks>
/// <see cref="MergeMoments"/> makes means and squared deviations of them. Components are those of the raw
/// observation, then the running discounted return. Nobody clears them: step 0 starts them anew.
/// </remarks>
public static class MomentSums
{
    /// <summary>Environments of a part: enough threads have one each, and its numbers are two words.</summary>
    public const int PartRows = 8;

    /// <summary>Parts of a tile.</summary>
    public const int PartsPerTile = RowTile.Rows / PartRows;

    /// <summary>Doubles of one component of one part: pivot, sum, sum of squares.</summary>
    public const int Numbers = 3;

    /// <summary>Doubles for N environments with I observation components.</summary>
    public static int Length(int environments, int inputs) =>
        RowTile.Count(environments) * PartsPerTile * (inputs + 1) * Numbers;

    /// <summary>Where the sums of a component of a part lie.</summary>
    public static int Place(int part, int inputs, int component) =>
        ((part * (inputs + 1)) + component) * Numbers;

    /// <summary>Environments of a part that count.</summary>
    public static int RowsIn(int part, int environments)
    {
        int left = environments - (part * PartRows);
        return left < 0 ? 0 : left < PartRows ? left : PartRows;
    }

    /// <summary>Adds one step.</summary>
    /// <param name="sums">All sums.</param>
    /// <param name="place">Those to add to.</param>
    /// <param name="isFirst">Whether this step is the rollout's first.</param>
    /// <param name="column">Where the numbers are.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="rows">How many; at least one.</param>
    public static void Add(
        ArrayView<double> sums, int place, bool isFirst, ArrayView<float> column, int first, int rows)
    {
        double pivot = isFirst ? column[first] : sums[place];
        double sum = 0;
        double square = 0;
        for (int row = 0; row < rows; row++)
        {
            double deviation = column[first + row] - pivot;
            sum += deviation;
            square = SingleRounding.AddWide(square, SingleRounding.MultiplyWide(deviation, deviation));
        }

        sums[place] = pivot;
        sums[place + 1] = isFirst ? sum : sums[place + 1] + sum;
        sums[place + 2] = isFirst ? square : sums[place + 2] + square;
    }
}
