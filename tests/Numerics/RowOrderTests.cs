using System.Linq;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(2048)]
    [InlineData(10_007)]
    public void Every_index_appears_once(int count)
    {
        for (uint epoch = 0; epoch < 5; epoch++)
        {
            var order = RowOrder.Shuffled(count, 12345, epoch);
            Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, count).Select(k => order[k]).Order());
        }
    }

    [Fact]
    public void Seeds_and_epochs_give_different_orders_and_equal_ones_equal()
    {
        static int[] Order(ulong seed, uint epoch)
        {
            var order = RowOrder.Shuffled(1000, seed, epoch);
            return [.. Enumerable.Range(0, 1000).Select(k => order[k])];
        }

        Assert.Equal(Order(1, 1), Order(1, 1));
        Assert.NotEqual(Order(1, 1), Order(1, 2));
        Assert.NotEqual(Order(1, 1), Order(2, 1));
        Assert.NotEqual(Order(1, 1), Order(1 + (1UL << 32), 1));
    }

    [Fact]
    public void An_index_is_equally_likely_in_every_quarter()
    {
        // Where index 0 goes over 4,000 epochs: 1,000 per quarter, deviation 27; 150 is beyond five of them.
        var quarters = new int[4];
        for (uint epoch = 0; epoch < 4000; epoch++)
        {
            quarters[RowOrder.Shuffled(1000, 7, epoch)[0] / 250]++;
        }

        Assert.All(quarters, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Identity_leaves_rows_in_place()
    {
        var order = RowOrder.Identity(100);
        Assert.All(Enumerable.Range(0, 100), k => Assert.Equal(k, order[k]));
    }
}
