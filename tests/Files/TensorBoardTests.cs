using System;
using System.IO;
using System.Linq;
using System.Text;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class TensorBoardTests : IDisposable
{
    private static readonly string[] Tags = ["rollout/ep_rew_mean", "train/cg_stop", "train/std"];
    private readonly TemporaryFolder folder = new();
    private readonly FixedClock clock = new(1700000000.25);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_check_of_the_nine_digits_is_the_published_one() =>
        Assert.Equal(0xE3069283, Crc32C.Compute("123456789"u8));

    [Fact]
    public void The_check_agrees_with_division_bit_by_bit_at_every_length()
    {
        byte[] bytes = new byte[70];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint crc = uint.MaxValue;
            foreach (byte value in bytes[..length])
            {
                crc ^= value;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
                }
            }

            Assert.Equal(~crc, Crc32C.Compute(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Writes_the_bytes_that_another_program_writes()
    {
        using TensorBoardWriter writer = new(folder.Path, Tags, resumeFromStep: 4097, clock);
        writer.Append(6144, [21.5, "converged", 0.0]);
        writer.Append(1L << 40, [double.PositiveInfinity, MetricValue.None, -1e-30]);

        // The writer still has the file open: every event is handed over at once.
        Assert.Equal(SafetensorsSamples.Fixture("scalars.tfevents"), ReadShared(writer.Path));
    }

    [Fact]
    public void A_new_run_begins_with_the_version_alone()
    {
        using TensorBoardWriter writer = new(folder.Path, Tags, clock: clock);
        byte[] bytes = ReadShared(writer.Path);
        Assert.Equal(8 + 4 + 24 + 4, bytes.Length);
        Assert.Equal("brain.Event:2", Encoding.ASCII.GetString(bytes, 23, 13));
    }

    [Fact]
    public void Every_writer_has_a_file_of_its_own_that_names_no_host()
    {
        using TensorBoardWriter first = new(folder["tb"], Tags, clock: clock);
        using TensorBoardWriter second = new(folder["tb"], Tags, clock: clock);
        string[] names =
            Directory.GetFiles(folder["tb"]).Select(path => Path.GetFileName(path)!).Order().ToArray();
        Assert.Equal(2, names.Length);
        Assert.Matches($@"^events\.out\.tfevents\.1700000000\.localhost\.{Environment.ProcessId}\.0$", names[0]);
        Assert.EndsWith(".1", names[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_another_width_is_a_mistake()
    {
        using TensorBoardWriter writer = new(folder.Path, Tags);
        Assert.Throws<ArgumentException>(() => writer.Append(1, [1.0, 2.0]));
    }

    private static byte[] ReadShared(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
