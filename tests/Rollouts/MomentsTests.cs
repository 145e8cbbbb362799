using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>The sums behind the normalisation of observations, and what is made of them.</summary>
public sealed class MomentsTests
{
    [Theory]
    [InlineData(0.1f)]
    [InlineData(-3e7f)]
    [InlineData(1e-40f)]
    public unsafe void What_never_varies_has_no_variance_at_all(float value)
    {
        const int Blocks = 3;
        BlockMoments moments = new(Blocks, 1);
        float[] column = [.. Enumerable.Repeat(value, Tile.Rows)];
        double[] mean = new double[1];
        double[] square = new double[1];
        fixed (float* rows = column)
        {
            moments.Begin();
            for (int step = 0; step < 77; step++)
            {
                for (int block = 0; block < Blocks; block++)
                {
                    moments.Add(block, 0, 1, rows, 1 + (7 * block));
                    moments.Count(block, 1 + (7 * block));
                }
            }
        }

        moments.Read(mean, square);
        Assert.Equal(value, mean[0]);
        Assert.Equal(0, square[0]);
    }

    [Fact]
    public unsafe void Blocks_give_the_moments_of_the_whole_far_from_zero()
    {
        const int Blocks = 4;
        NormalNumbers random = new(1);
        BlockMoments moments = new(Blocks, 1);
        float[] all = Array.ConvertAll(random.Array(Blocks * Tile.Rows), x => 1000f + x);
        fixed (float* rows = all)
        {
            moments.Begin();
            for (int block = 0; block < Blocks; block++)
            {
                moments.Add(block, 0, 1, rows + (block * Tile.Rows), Tile.Rows);
                moments.Count(block, Tile.Rows);
            }
        }

        double[] mean = new double[1];
        double[] square = new double[1];
        moments.Read(mean, square);
        double expected = all.Average(x => (double)x);
        Assert.Equal(expected, mean[0], 1e-12 * 1000);
        Assert.Equal(all.Sum(x => (x - expected) * (x - expected)), square[0], 1e-10);
    }

    [Fact]
    public void Nothing_seen_or_nothing_varied_leaves_the_scale_at_one()
    {
        using CpuBackend backend = new(1);
        using ComputeBuffer normalization = backend.Allocate(8);
        ObservationNormalizer normalizer = new(4, enabled: true);
        normalizer.Freeze(normalization);
        Assert.Equal([0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f], normalization.ReadArray());

        // Never varied; varied by so little that the scale would be infinite; varied; varied by as much as floats can.
        normalizer.Moments.Merge(10, [5, 0, -3, 0], [0, 1e-79, 40, 1e78]);
        normalizer.Freeze(normalization);
        Assert.Equal([5f, 0f, -3f, 0f, 1f, 1f, 0.5f, 1e-38f * 0.31622776f], normalization.ReadArray());
    }

    [Fact]
    public void A_normalizer_that_is_switched_off_still_counts_and_changes_nothing()
    {
        using CpuBackend backend = new(1);
        using ComputeBuffer normalization = backend.Allocate(2);
        ObservationNormalizer normalizer = new(1, enabled: false);
        normalizer.Moments.Merge(10, [5], [40]);
        normalizer.Freeze(normalization);
        Assert.Equal([0f, 1f], normalization.ReadArray());
        Assert.Equal(10, normalizer.Moments.Count);
        normalizer.Moments.Clear();
        Assert.Equal(
            (0, 0, 0),
            (normalizer.Moments.Count, normalizer.Moments.Means[0], normalizer.Moments.Variance(0)));
    }
}
