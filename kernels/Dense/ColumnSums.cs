using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// What a thread sums besides its weights: up to two columns of gradients, which belong to biases or free parameters.
/// </summary>
public struct ColumnSums
{
    private readonly int place0;
    private readonly int place1;
    private float sum0;
    private float sum1;

    /// <summary>The columns of one thread: none, unless the block has the layer's first inputs.</summary>
    public ColumnSums(in WeightRegion region, int item)
    {
        int columns = region.FirstInput == 0 ? region.Tiling.OutputThreads * WeightTiling.PerThread : 0;
        place0 = item < columns ? region.OutputPlace(item) : -1;
        place1 = item + WeightTiling.Threads < columns ? region.OutputPlace(item + WeightTiling.Threads) : -1;
        sum0 = 0f;
        sum1 = 0f;
    }

    /// <summary>Adds the rows of a panel.</summary>
    public void Add(ArrayView<Float4> shared, int panel)
    {
        if (place0 >= 0)
        {
            sum0 = Sum(shared, panel + place0, sum0);
        }

        if (place1 >= 0)
        {
            sum1 = Sum(shared, panel + place1, sum1);
        }
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
