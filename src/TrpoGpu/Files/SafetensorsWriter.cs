using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrpoGpu.Files;

/// <summary>
/// Writes safetensors files with the bytes in the order of the reference implementation, texts sorted by key,
/// and digests: the same content always gives the same bytes.
/// </summary>
internal static class SafetensorsWriter
{
    // Data begins at a multiple of this, so that numbers of 8 bytes can be used where they lie.
    private const int Alignment = 8;

    // The file is read by JSON parsers, never by a browser: letters beyond ASCII stay letters.
    private static readonly JsonWriterOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(
        string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        SafetensorsTensor[] ordered = Order(tensors);
        byte[] header = WriteHeader(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (SafetensorsTensor tensor in ordered)
            {
                stream.Write(tensor.Bytes.Span);
            }
        });
    }

    // The types of the largest alignment first, so that every array is aligned to its own element.
    private static SafetensorsTensor[] Order(IEnumerable<SafetensorsTensor> tensors)
    {
        SafetensorsTensor[] ordered = tensors.OrderByDescending(tensor => tensor.Type)
            .ThenBy(tensor => tensor.Name, Comparer<string>.Create(CompareUtf8)).ToArray();
        string[] repeated = ordered.GroupBy(tensor => tensor.Name).Where(group => group.Count() > 1)
            .Select(group => group.Key).ToArray();
        if (repeated.Length > 0)
        {
            throw new ArgumentException(
                $"Safetensors: the tensor name {repeated[0]} occurs twice.", nameof(tensors));
        }

        return ordered.All(tensor => tensor.Name != SafetensorsHeader.MetadataKey)
            ? ordered
            : throw new ArgumentException(
                $"Safetensors: no tensor can be called {SafetensorsHeader.MetadataKey}.", nameof(tensors));
    }

    // The order of the reference, which compares bytes; UTF-16 order differs beyond the basic plane.
    private static int CompareUtf8(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static byte[] WriteHeader(
        SafetensorsTensor[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(stackalloc byte[SafetensorsReader.LengthBytes]);
        using Utf8JsonWriter json = new(buffer, Json);
        json.WriteStartObject();
        int digits = SafetensorsReader.LengthBytes + WriteMetadata(json, metadata, DigestOf(tensors));
        long begin = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            WriteEntry(json, tensor, begin);
            begin += tensor.Bytes.Length;
        }

        json.WriteEndObject();
        json.Flush();
        Span<byte> padding = stackalloc byte[Alignment];
        padding.Fill((byte)' ');
        buffer.Write(padding[..((Alignment - (buffer.WrittenCount % Alignment)) % Alignment)]);

        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsReader.LengthBytes);
        string digest = SafetensorsDigests.OfHeader(header, digits);
        Encoding.ASCII.GetBytes(digest, header.AsSpan(digits));
        return header.Length - SafetensorsReader.LengthBytes <= SafetensorsReader.MaxHeaderBytes
            ? header
            : throw new ArgumentException(
                $"Safetensors: names and metadata need {header.Length} bytes, expected at most " +
                $"{SafetensorsReader.MaxHeaderBytes}.", nameof(metadata));
    }

    private static string DigestOf(SafetensorsTensor[] tensors)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SafetensorsTensor tensor in tensors)
        {
            hash.AppendData(tensor.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Returns where in the JSON the digits of the header's own digest begin; zeros stand there for now.
    private static int WriteMetadata(
        Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata, string dataDigest)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, string text) in metadata)
        {
            texts.Add(key, text);
        }

        if (!texts.TryAdd(SafetensorsHeader.DataDigestKey, dataDigest) ||
            !texts.TryAdd(SafetensorsHeader.HeaderDigestKey, new string('0', SafetensorsDigests.Digits)))
        {
            throw new ArgumentException("Safetensors: the writer adds the digests itself.", nameof(metadata));
        }

        int digits = 0;
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string text) in texts)
        {
            json.WriteString(key, text);
            if (key == SafetensorsHeader.HeaderDigestKey)
            {
                // The closing quote follows them.
                int written = checked((int)(json.BytesCommitted + json.BytesPending));
                digits = written - SafetensorsDigests.Digits - 1;
            }
        }

        json.WriteEndObject();
        return digits;
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsTypes.NameOf(tensor.Type));
        json.WriteStartArray("shape");
        foreach (long size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
