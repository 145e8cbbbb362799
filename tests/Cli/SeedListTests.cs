using System.Linq;
using TrpoGpu.Cli.Comparing;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>Seeds as they are typed.</summary>
public sealed class SeedListTests
{
    [Theory]
    [InlineData("5", "5")]
    [InlineData("0..3", "0 1 2 3")]
    [InlineData("7..7", "7")]
    [InlineData("0,3,7", "0 3 7")]
    [InlineData("10..12, 0, 5..6", "10 11 12 0 5 6")]
    [InlineData("18446744073709551614..18446744073709551615", "18446744073709551614 18446744073709551615")]
    public void A_list_is_read(string text, string expected)
    {
        Assert.True(SeedList.TryParse(text, out ulong[] seeds));
        Assert.Equal(expected, string.Join(' ', seeds));
    }

    [Fact]
    public void The_most_are_a_thousand()
    {
        Assert.True(SeedList.TryParse("0..999", out ulong[] seeds));
        Assert.Equal(Enumerable.Range(0, 1000).Select(k => (ulong)k), seeds);
        Assert.False(SeedList.TryParse("0..999,1000", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("1,")]
    [InlineData("1..")]
    [InlineData("..3")]
    [InlineData("3..1")]
    [InlineData("0..1..2")]
    [InlineData("0.5")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1k")]
    [InlineData("all")]
    [InlineData("1,2,1")]
    [InlineData("0..4,4")]
    [InlineData("0..18446744073709551615")]
    [InlineData("18446744073709551616")]
    public void What_is_none_is_refused(string text) => Assert.False(SeedList.TryParse(text, out _));
}
