using System;
using System.IO;
using System.IO.Compression;
using TrpoGpu.Files;

namespace TrpoGpu.Replay;

/// <summary>The bytes of a recording, decompressed if they are compressed.</summary>
internal static class RecordingText
{
    /// <summary>More than a hundred thousand steps of the largest model.</summary>
    internal const int MaxBytes = 64 << 20;

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    /// <summary>Reads a file, however it is named.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">It is too large, or its compression is damaged.</exception>
    /// <exception cref="FileAccessException">The system refused to read it.</exception>
    internal static byte[] Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = ReadToEnd(path, file);
            if (!bytes.AsSpan().StartsWith(Gzip))
            {
                return bytes;
            }

            using GZipStream stream = new(new MemoryStream(bytes), CompressionMode.Decompress);
            return ReadToEnd(path, stream);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidFileException(
                path, "the whole file", $"its compression is damaged: {damage.Message.TrimEnd('.')}",
                "Use another copy.", damage);
        }
        catch (Exception refusal) when (FileAccessException.IsRefusal(refusal))
        {
            throw new FileAccessException("read", path, refusal);
        }
    }

    // Whatever a file says of its size: a compressed one may be much larger than it looks.
    private static byte[] ReadToEnd(string path, Stream stream)
    {
        using MemoryStream bytes = new();
        byte[] part = new byte[1 << 16];
        int count;
        while ((count = stream.Read(part)) > 0)
        {
            if (bytes.Length + count > MaxBytes)
            {
                throw new InvalidFileException(
                    path, "the whole file", $"it has more than {MaxBytes >> 20} MiB", "Record fewer steps a file.");
            }

            bytes.Write(part, 0, count);
        }

        return bytes.ToArray();
    }
}
