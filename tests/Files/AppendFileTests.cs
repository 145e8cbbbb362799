using System;
using System.Buffers;
using System.IO;
using System.Text;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class AppendFileTests
{
    [Fact]
    public void Nothing_is_written_before_the_flush()
    {
        using MemoryStream stream = new();
        using AppendFile file = new("log", stream);
        file.Pending.Write("one\n"u8);
        Assert.Equal(0, stream.Length);
        file.Flush();
        Assert.Equal(4, stream.Length);
    }

    [Fact]
    public void A_write_that_fails_leaves_whole_records_and_the_next_flush_repeats_it()
    {
        FullDiskStream stream = new();
        using AppendFile file = new("log", stream);
        file.Pending.Write("first\n"u8);
        file.Flush();
        for (int limit = 6; limit < 18; limit++)
        {
            stream.Limit = limit;
            if (limit == 6)
            {
                file.Pending.Write("second\n"u8);
                file.Pending.Write("third\n"u8);
            }

            FileAccessException error = Assert.Throws<FileAccessException>(file.Flush);
            Assert.Equal("Cannot write 'log': No space left on device", error.Message);
            Assert.Equal("first\n", Encoding.ASCII.GetString(stream.ToArray()));
        }

        stream.Limit = long.MaxValue;
        file.Flush();
        Assert.Equal("first\nsecond\nthird\n", Encoding.ASCII.GetString(stream.ToArray()));
    }

    [Fact]
    public void Creating_does_not_overwrite()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["log"], "old");
        FileAccessException error = Assert.Throws<FileAccessException>(() => AppendFile.Create(folder["log"]));
        Assert.Contains(folder["log"], error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["log"]));
    }
}
