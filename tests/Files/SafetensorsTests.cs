using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class SafetensorsTests : IDisposable
{
    private static readonly Dictionary<string, string> None = [];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mixed.safetensors")]
    [InlineData("plain.safetensors")]
    public void Reads_what_another_program_wrote(string name)
    {
        SafetensorsFile file = SafetensorsFile.Parse(SafetensorsSamples.Fixture(name), name);
        Assert.Equal([ulong.MaxValue, 1], file.Values<ulong>("rng.state", 2));
        Assert.Equal([-1, (1L << 53) + 1, long.MinValue], file.Values<long>("counters", 3));
        Assert.Equal([1e6], file.Values<double>("obs.count"));
        Assert.Equal(
            [0x80000000, 1, 0x7F800000],
            file.Values<float>("actor.0.bias", 3).Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(k => (float)Math.Sin(k)), file.Values<float>("actor.0.weight", 3, 4));
        Assert.Empty(file.Values<float>("empty", 0, 7));
        Assert.Equal([0, 1, 127, 128, 255], file.Values<byte>("env.state", 5));
    }

    [Fact]
    public void Metadata_comes_without_the_digests()
    {
        byte[] bytes = SafetensorsSamples.Fixture("mixed.safetensors");
        SafetensorsFile file = SafetensorsFile.Parse(bytes, "mixed");
        Assert.Equal(["config", "env_id", "format", "note"], file.Metadata.Keys);
        Assert.Equal("Größe", file.Text("note"));
        Assert.Equal("{\"gamma\": 0.99}", file.Text("config"));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(SafetensorsSamples.Split(bytes).Data)), file.DataSha256);
        Assert.Null(SafetensorsFile.Parse(SafetensorsSamples.Fixture("plain.safetensors"), "plain").DataSha256);
    }

    [Fact]
    public void Writes_the_bytes_that_another_program_writes()
    {
        byte[] expected = SafetensorsSamples.Fixture("mixed.safetensors");
        SafetensorsFile file = SafetensorsFile.Parse(expected, "mixed");
        SafetensorsFile.Write(folder["a"], file.Tensors.Reverse(), file.Metadata);
        Assert.Equal(expected, File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void Sorts_by_type_then_by_the_bytes_of_the_name()
    {
        // The last two change places when compared as UTF-16.
        string[] names = ["A", "Z", "a", "a.b", "a0", "ä", "\uff5e", "\U0001f600"];
        SafetensorsFile.Write(
            folder["a"],
            names.Select(name => SafetensorsTensor.Create<float>(name, [1f]))
                .Append(SafetensorsTensor.Create<byte>("0", [1]))
                .Append(SafetensorsTensor.Create<ulong>("z", [1])).Reverse(),
            None);
        Assert.Equal(["z", .. names, "0"], SafetensorsFile.Read(folder["a"]).Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Every_tensor_is_aligned_to_its_elements()
    {
        for (int padding = 0; padding < 16; padding++)
        {
            SafetensorsFile.Write(
                folder["a"],
                [
                    SafetensorsTensor.Create<byte>("b", new byte[3], 3),
                    SafetensorsTensor.Create<float>("f", new float[1], 1),
                    SafetensorsTensor.Create<double>("d", new double[1]),
                    SafetensorsTensor.Create<int>("i", new int[1]),
                ],
                new Dictionary<string, string> { ["key"] = new string('x', padding) });
            byte[] bytes = File.ReadAllBytes(folder["a"]);
            int start = bytes.Length - SafetensorsSamples.Split(bytes).Data.Length;
            Assert.Equal(0, start % 8);
            long offset = 0;
            foreach (SafetensorsTensor tensor in SafetensorsFile.Read(folder["a"]).Tensors)
            {
                Assert.Equal(0, offset % SafetensorsTypes.SizeOf(tensor.Type));
                offset += tensor.Bytes.Length;
            }
        }
    }

    [Fact]
    public void An_empty_file_of_tensors_is_a_file()
    {
        SafetensorsFile.Write(folder["a"], [], None);
        SafetensorsFile file = SafetensorsFile.Read(folder["a"]);
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
        Assert.Empty(SafetensorsFile.Parse(SafetensorsSamples.Compose("{}", 0), "bare").Tensors);
    }

    [Fact]
    public void What_the_file_lacks_is_named_with_what_was_expected()
    {
        SafetensorsFile.Write(
            folder["a"], [SafetensorsTensor.Create<float>("w", [1, 2, float.NaN, 4], 2, 2)], None);
        SafetensorsFile file = SafetensorsFile.Read(folder["a"]);
        Assert.Equal(4, file.Values<float>("w", 2, 2).Length);
        Check(() => file.Values<float>("v"), "tensor v", "it is missing");
        Check(() => file.Values<float>("w", 4), "tensor w", "it is F32[2, 2], expected F32[4]");
        Check(() => file.Values<int>("w", 2, 2), "tensor w", "it is F32[2, 2], expected I32[2, 2]");
        Check(() => file.FiniteValues<float>("w", 2, 2), "tensor w, element 2", "it is NaN");
        Check(() => file.Text("env_id"), "metadata env_id", "it is missing");

        void Check(Func<object> read, string where, string reason)
        {
            InvalidFileException error = Assert.Throws<InvalidFileException>(read);
            Assert.Equal((folder["a"], where), (error.Path, error.Where));
            Assert.StartsWith(reason, error.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_mistaken_writer_is_stopped_before_the_old_file_is_touched()
    {
        string path = folder["a"];
        File.WriteAllText(path, "old");
        SafetensorsTensor tensor = SafetensorsTensor.Create<float>("w", [1f]);
        Refused([tensor, tensor], None);
        Refused([SafetensorsTensor.Create<float>("__metadata__", [1f])], None);
        Refused([tensor], new() { ["sha256"] = "0" });
        Refused([tensor], new() { ["sha256_header"] = "0" });
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Create<float>("w", [1f, 2f], 3));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Create<float>("w", [1f, 2f]));
        Assert.Throws<NotSupportedException>(() => SafetensorsTensor.Create<char>("w", ['x']));
        Assert.Throws<InvalidOperationException>(tensor.ToArray<int>);
        Assert.Equal("old", File.ReadAllText(path));

        void Refused(SafetensorsTensor[] tensors, Dictionary<string, string> metadata) =>
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, tensors, metadata));
    }

    [Fact]
    public void What_cannot_be_read_is_named_with_the_cause()
    {
        foreach (string path in new[] { folder["missing"], folder.Path })
        {
            FileAccessException error = Assert.Throws<FileAccessException>(() => SafetensorsFile.Read(path));
            Assert.Equal(("read", path), (error.Operation, error.Path));
            Assert.NotNull(error.InnerException);
        }
    }
}
