using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// What a thread sums besides its weights: up to two columns of gradients, which belong to biases or free parameters.
/// </summary>
public struct ColumnSums
{
    // Far below zero, whatever the panel, where there is no column.
    private const int None = -1 << 20;

    private int place0;
    private int place1;
    private float sum0;
    private float sum1;

    /// <summary>
    /// The columns of one thread in the first panel: none, unless the block has the layer's first inputs.
    /// </summary>
    public ColumnSums(in WeightRegion region, int item)
    {
        int columns = region.FirstInput == 0 ? region.Tiling.OutputThreads * WeightTiling.PerThread : 0;
        place0 = item < columns ? region.OutputPlace(item) : None;
        place1 = item + WeightTiling.Threads < columns ? region.OutputPlace(item + WeightTiling.Threads) : None;
        sum0 = 0f;
        sum1 = 0f;
    }

    /// <summary>Adds the rows of a panel, and goes on to the next one's place.</summary>
    public void Add(ArrayView<Float4> shared, int step)
    {
        if (place0 >= 0)
        {
            sum0 = Sum(shared, place0, sum0);
        }

        if (place1 >= 0)
        {
            sum1 = Sum(shared, place1, sum1);
        }

        place0 += step;
        place1 += step;
    }

    /// <summary>Adds the sums to a partial gradient.</summary>
    public readonly void Flush(in NetworkPlan plan, in WeightFlush flush, in WeightRegion region, int item)
    {
        FlushColumn(plan, flush, region, item, place0, sum0);
        FlushColumn(plan, flush, region, item + WeightTiling.Threads, place1, sum1);
    }

    private static float Sum(ArrayView<Float4> shared, int place, float sum)
    {
        for (int quad = 0; quad < WeightRegion.Quads; quad++)
        {
            sum = Float4.AddDot(shared[place + quad], Float4.Of(1f), sum);
        }

        return sum;
    }

    private static void FlushColumn(
        in NetworkPlan plan, in WeightFlush flush, in WeightRegion region, int item, int place, float sum)
    {
        int output = region.FirstOutput + item;
        if (place >= 0 && output < region.Tiling.Columns)
        {
            flush.Add(plan.Biases[region.Layer.OutputColumn + output], sum);
        }
    }
}
