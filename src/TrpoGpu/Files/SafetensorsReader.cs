using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Unicode;

namespace TrpoGpu.Files;

/// <summary>
/// Reads safetensors files by the rules of the reference implementation. No claim of the file leads to an
/// allocation before it has been compared with the length of the file.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>Bytes of the header's length at the start of the file.</summary>
    internal const int LengthBytes = 8;

    /// <summary>The reference implementation's limit on a header.</summary>
    internal const long MaxHeaderBytes = 100_000_000;

    private const int PrefixBytes = LengthBytes + 1;

    internal static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = new(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return Parse(ReadAll(stream, path), path);
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            throw new FileAccessException("read", path, error);
        }
    }

    internal static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        int headerLength = CheckPrefix(bytes.Span[..Math.Min(bytes.Length, PrefixBytes)], bytes.Length, path);
        int dataStart = LengthBytes + headerLength;
        ReadOnlySpan<byte> json = bytes.Span[LengthBytes..dataStart];
        if (!Utf8.IsValid(json))
        {
            throw Damaged(path, $"byte {LengthBytes}, header", "it is not valid UTF-8");
        }

        SafetensorsHeader header = SafetensorsHeaderReader.Read(json, path);
        ReadOnlyMemory<byte> data = bytes[dataStart..];
        List<SafetensorsTensor> tensors = Place(header.Entries, data, path);
        SafetensorsDigests.Check(header, bytes.Span[..dataStart], data.Span, path);
        return new SafetensorsFile(path, tensors, header.Metadata, header.DataDigest);
    }

    /// <summary>The error for every broken rule.</summary>
    internal static InvalidFileException Damaged(
        string path, string where, string reason, Exception? cause = null) =>
        new(path, where, reason, "The file is damaged or not a safetensors file; use another copy.", cause);

    // The first bytes are judged before the rest is read: a large file of another kind costs nothing.
    private static byte[] ReadAll(FileStream stream, string path)
    {
        long length = stream.CanSeek
            ? stream.Length
            : throw new FileAccessException("read", path, "it is a stream, expected a file with a length");
        byte[] prefix = new byte[Math.Min(length, PrefixBytes)];
        stream.ReadExactly(prefix);
        CheckPrefix(prefix, length, path);
        byte[] bytes = new byte[length];
        prefix.CopyTo(bytes, 0);
        stream.ReadExactly(bytes, prefix.Length, bytes.Length - prefix.Length);
        return bytes;
    }

    private static int CheckPrefix(ReadOnlySpan<byte> prefix, long fileLength, string path)
    {
        if (fileLength < PrefixBytes)
        {
            throw Damaged(
                path, "byte 0", $"the file has {fileLength} bytes, expected at least {PrefixBytes}");
        }

        if (fileLength > Array.MaxLength)
        {
            throw Damaged(
                path, "byte 0", $"the file has {fileLength} bytes, expected at most {Array.MaxLength}");
        }

        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long limit = Math.Min(MaxHeaderBytes, fileLength - LengthBytes);
        if (headerLength > (ulong)limit)
        {
            throw Damaged(
                path, "byte 0, length of the header",
                $"{headerLength} bytes are claimed, the limit is {limit}");
        }

        return prefix[LengthBytes] == (byte)'{'
            ? (int)headerLength
            : throw Damaged(path, $"byte {LengthBytes}, header", "it does not begin with '{'");
    }

    private static List<SafetensorsTensor> Place(
        List<SafetensorsHeader.Entry> entries, ReadOnlyMemory<byte> data, string path)
    {
        List<SafetensorsTensor> tensors = new(entries.Count);
        long end = 0;
        IEnumerable<SafetensorsHeader.Entry> ordered = entries.OrderBy(entry => entry.Begin)
            .ThenBy(entry => entry.End);
        foreach (SafetensorsHeader.Entry entry in ordered)
        {
            string where = $"tensor {DisplayText.Quote(entry.Name)}";
            if (entry.Begin != end)
            {
                string kind = entry.Begin < end ? "overlaps" : "leaves a hole after";
                throw Damaged(
                    path, where, $"it begins at {entry.Begin} and {kind} the one that ends at {end}");
            }

            if (entry.End < entry.Begin || entry.End > data.Length)
            {
                throw Damaged(
                    path, where, $"it ends at {entry.End}, expected from {entry.Begin} to {data.Length}");
            }

            CheckSize(entry, where, path);
            end = entry.End;
            ReadOnlyMemory<byte> bytes = data[(int)entry.Begin..(int)entry.End];
            tensors.Add(new SafetensorsTensor(entry.Name, entry.Type, entry.Shape, bytes));
        }

        return end == data.Length
            ? tensors
            : throw Damaged(path, "end of the data", $"{data.Length - end} bytes belong to no tensor");
    }

    private static void CheckSize(SafetensorsHeader.Entry entry, string where, string path)
    {
        long size = 1;
        try
        {
            foreach (long length in entry.Shape)
            {
                size = checked(size * length);
            }

            size = checked(size * SafetensorsTypes.SizeOf(entry.Type));
        }
        catch (OverflowException)
        {
            throw Damaged(path, $"{where}, shape", "its size is beyond 2^63 bytes");
        }

        if (size != entry.End - entry.Begin)
        {
            throw Damaged(
                path, where,
                $"type and shape need {size} bytes, data_offsets give {entry.End - entry.Begin}");
        }
    }
}
