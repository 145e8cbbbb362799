using TrpoGpu.Backends;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>Amounts of memory as text, both ways, and limits on memory.</summary>
public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData((1 << 20) - 1, "1.0 MiB")]
    [InlineData(12_897_485, "12.3 MiB")]
    [InlineData(76_450_417_868, "71.2 GiB")]
    [InlineData(long.MaxValue, "8192.0 PiB")]
    public void Amounts_are_short(long bytes, string expected) => Assert.Equal(expected, ByteText.Format(bytes));

    [Fact]
    public void Exact_amounts_have_both()
    {
        Assert.Equal("12.3 MiB (12897485 bytes)", ByteText.FormatExactly(12_897_485));
        Assert.Equal("17 bytes", ByteText.FormatExactly(17));
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("17B", 17)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("2 GiB", 2L << 30)]
    [InlineData("2G", 2L << 30)]
    [InlineData("2g", 2L << 30)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("500MB", 500_000_000)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("1kb", 1000)]
    [InlineData("3T", 3L << 40)]
    public void Amounts_are_read(string text, long expected)
    {
        Assert.True(ByteText.TryParse(text, out long bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("-2GiB")]
    [InlineData("2XiB")]
    [InlineData("2GiBs")]
    [InlineData("2BB")]
    [InlineData("2iB")]
    [InlineData("1e9")]
    [InlineData("9000000000T")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_not(string text) => Assert.False(ByteText.TryParse(text, out _));

    [Theory]
    [InlineData("2KiB", 10_000, 2048)]
    [InlineData("2KiB", 1000, 1000)]
    [InlineData("50%", 1000, 500)]
    [InlineData("12.5%", 1000, 125)]
    [InlineData("100%", 1000, 1000)]
    public void A_limit_is_an_amount_or_a_share_of_what_is_free(string text, long free, long expected)
    {
        Assert.True(DeviceMemoryLimit.TryParse(text, out DeviceMemoryLimit limit));
        Assert.Equal(expected, limit.BytesOf(free));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("%")]
    [InlineData("-5%")]
    [InlineData("half")]
    public void Anything_else_is_no_limit(string text) => Assert.False(DeviceMemoryLimit.TryParse(text, out _));

    [Fact]
    public void Without_a_limit_a_tenth_stays_free() => Assert.Equal(900, default(DeviceMemoryLimit).BytesOf(1000));
}
