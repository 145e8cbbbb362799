using System;
using System.Linq;
using TrpoGpu.Rollouts;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

public sealed class RunningMomentsTests
{
    [Fact]
    public void Blocks_in_any_order_give_the_moments_of_the_whole()
    {
        var random = new Random(1);
        // Far from zero, where the textbook formula loses every digit.
        var samples = Enumerable.Range(0, 10_000).Select(_ => 1e6 + random.NextDouble()).ToArray();
        var mean = samples.Average();
        var variance = samples.Average(x => (x - mean) * (x - mean));
        foreach (var blockSize in new[] { 1, 7, 1000, 10_000 })
        {
            var moments = new RunningMoments(1);
            foreach (var block in samples.Chunk(blockSize).Reverse())
            {
                var blockMean = block.Average();
                moments.Merge(block.Length, [blockMean], [block.Sum(x => (x - blockMean) * (x - blockMean))]);
            }

            Assert.Equal(10_000, moments.Count);
            Assert.Equal(mean, moments.Means[0], 1e-9 * mean);
            Assert.Equal(variance, moments.Variance(0), 1e-9);
        }
    }

    [Fact]
    public void Nothing_seen_has_no_variance() => Assert.Equal(0, new RunningMoments(3).Variance(2));
}
