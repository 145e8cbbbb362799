using System;
using TrpoGpu.Backends.Cpu;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>When the yardstick of a benchmark has been measured for long enough.</summary>
public sealed class FmaPeakTests
{
    [Theory]
    [InlineData(5, 200, 200, 10, true)]
    [InlineData(6, 200, 200, 10, false)]
    [InlineData(6, 195, 200, 10, false)]
    [InlineData(6, 300, 200, 10, false)]
    [InlineData(20, 100, 200, 149, true)]
    [InlineData(20, 100, 200, 151, false)]
    [InlineData(20, 200, double.PositiveInfinity, 149, true)]
    [InlineData(20, 200, double.PositiveInfinity, 151, false)]
    public void It_goes_on_while_it_reads_less_than_before(
        int runs, double rate, double reached, double milliseconds, bool goesOn) =>
        Assert.Equal(
            goesOn, FmaPeak.IsTooEarly(runs, rate, reached, TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Every_pool_has_a_rate_of_its_own()
    {
        using CpuBackend one = new(1);
        using CpuBackend two = new(2);
        Assert.True(one.MeasurePeakGigaflops() > 0);
        Assert.True(two.MeasurePeakGigaflops() > 0);
        Assert.True(one.MeasurePeakGigaflops() > 0);
    }
}
