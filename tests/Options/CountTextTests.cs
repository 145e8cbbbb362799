using Xunit;

namespace TrpoGpu.Tests.Options;

public sealed class CountTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData("200k", 200_000)]
    [InlineData("2M", 2_000_000)]
    [InlineData("1.5M", 1_500_000)]
    [InlineData("1e6", 1_000_000)]
    [InlineData("1_000_000", 1_000_000)]
    [InlineData("1_5.2_5M", 15_250_000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Reads_what_people_write(string text, long expected)
    {
        Assert.True(CountText.TryParse(text, out long count));
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("1e-3")]
    [InlineData("9223372036854775808")]
    [InlineData("1e30")]
    [InlineData("12x")]
    [InlineData(" 1")]
    [InlineData("1,000")]
    [InlineData("NaN")]
    [InlineData("1__0")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1_k")]
    [InlineData("1_e6")]
    [InlineData("1_.5M")]
    public void Refuses_what_is_no_whole_number(string text) => Assert.False(CountText.TryParse(text, out _));
}
