using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Files;

/// <summary>Files to read, whole and broken.</summary>
internal static class SafetensorsSamples
{
    /// <summary>A file that was written independently: see make_fixtures.py.</summary>
    public static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", "Fixtures", name));

    /// <summary>A file with this header, as it is, and this data.</summary>
    public static byte[] Compose(string header, int dataBytes) =>
        Compose(Encoding.UTF8.GetBytes(header), new byte[dataBytes]);

    public static byte[] Compose(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>Splits a file into header and data.</summary>
    public static (byte[] Header, byte[] Data) Split(byte[] file)
    {
        int end = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (file[8..end], file[end..]);
    }

    /// <summary>What a policy looks like: about 1 kB with digests.</summary>
    public static byte[] Policy(string path)
    {
        SafetensorsFile.Write(
            path,
            [
                SafetensorsTensor.Create<float>("actor.0.weight", Ramp(16 * 4), 16, 4),
                SafetensorsTensor.Create<float>("actor.0.bias", Ramp(16), 16),
                SafetensorsTensor.Create<float>("actor.log_std", Ramp(1), 1),
                SafetensorsTensor.Create<double>("obs.mean", [0.5, 1.5, -2.5, 1e300], 4),
                SafetensorsTensor.Create<ulong>("rng", [ulong.MaxValue]),
            ],
            new Dictionary<string, string>
            {
                ["format"] = "trpogpu",
                ["env_id"] = "Pendulum-v1",
                ["seed"] = "0",
            });
        return File.ReadAllBytes(path);
    }

    private static float[] Ramp(int count) => Enumerable.Range(0, count).Select(k => 0.1f * k).ToArray();
}
