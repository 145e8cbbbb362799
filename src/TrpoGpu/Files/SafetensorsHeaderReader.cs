using System;
using System.Collections.Generic;
using System.Text.Json;

namespace TrpoGpu.Files;

/// <summary>
/// Reads the JSON of a safetensors header: types and duplicates are checked here, sums are not.
/// </summary>
internal ref struct SafetensorsHeaderReader
{
    private readonly string path;
    private readonly SafetensorsHeader header = new();
    private Utf8JsonReader json;

    private SafetensorsHeaderReader(ReadOnlySpan<byte> text, string path)
    {
        json = new Utf8JsonReader(text);
        this.path = path;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidFileException">
    /// It is not JSON, or not the JSON of a safetensors header.
    /// </exception>
    internal static SafetensorsHeader Read(ReadOnlySpan<byte> json, string path)
    {
        SafetensorsHeaderReader reader = new(json, path);
        try
        {
            reader.ReadRoot();
            return reader.header;
        }
        catch (JsonException error)
        {
            throw reader.Invalid("header", "it is not valid JSON", error);
        }
        catch (InvalidOperationException error)
        {
            // An escape sequence that is half a character.
            throw reader.Invalid("header", "a text in it is not valid Unicode", error);
        }
    }

    private void ReadRoot()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "header");
        while (TryReadKey(names, "header", out string name))
        {
            if (name == SafetensorsHeader.MetadataKey)
            {
                ReadMetadata();
            }
            else
            {
                header.Entries.Add(ReadEntry(name));
            }
        }

        // Throws when something other than white space follows.
        json.Read();
    }

    private void ReadMetadata()
    {
        const string Where = "metadata";
        HashSet<string> keys = new(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, Where);
        while (TryReadKey(keys, Where, out string key))
        {
            Expect(JsonTokenType.String, $"{Where} {DisplayText.Quote(key)}");
            string text = json.GetString()!;
            switch (key)
            {
                case SafetensorsHeader.DataDigestKey:
                    header.DataDigest = text;
                    break;
                case SafetensorsHeader.HeaderDigestKey:
                    header.HeaderDigest = text;
                    header.HeaderDigestStart = checked((int)json.TokenStartIndex + 1);
                    break;
                default:
                    header.Metadata.Add(key, text);
                    break;
            }
        }
    }

    private SafetensorsHeader.Entry ReadEntry(string name)
    {
        string where = $"tensor {DisplayText.Quote(name)}";
        SafetensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        HashSet<string> fields = new(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, where);
        while (TryReadKey(fields, where, out string field))
        {
            switch (field)
            {
                case "dtype":
                    type = ReadType(where);
                    break;
                case "shape":
                    shape = ReadSizes($"{where}, shape");
                    break;
                case "data_offsets":
                    offsets = ReadSizes($"{where}, data_offsets");
                    break;
                default:
                    throw Invalid(where, $"the field {DisplayText.Quote(field)} is unknown");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            throw Invalid(where, "it lacks one of dtype, shape and data_offsets");
        }

        return offsets.Count == 2
            ? new SafetensorsHeader.Entry(name, type.Value, shape, offsets[0], offsets[1])
            : throw Invalid(where, $"data_offsets has {offsets.Count} numbers, expected 2");
    }

    private SafetensorsType ReadType(string where)
    {
        Expect(JsonTokenType.String, $"{where}, dtype");
        string name = json.GetString()!;
        return SafetensorsTypes.TryFind(name, out SafetensorsType type)
            ? type
            : throw Invalid(where, $"the dtype {DisplayText.Quote(name)} is unknown");
    }

    private List<long> ReadSizes(string where)
    {
        List<long> sizes = [];
        Expect(JsonTokenType.StartArray, where);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            // TryGetInt64 refuses fractions, exponents and what is out of range, 1e400 included.
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long size) || size < 0)
            {
                throw Invalid(where, "expected whole numbers from 0 to 2^63 - 1");
            }

            sizes.Add(size);
        }

        return sizes;
    }

    private bool TryReadKey(HashSet<string> seen, string where, out string key)
    {
        json.Read();
        key = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : string.Empty;
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        return seen.Add(key) ? true : throw Invalid(where, $"the name {DisplayText.Quote(key)} occurs twice");
    }

    private void Expect(JsonTokenType type, string where)
    {
        json.Read();
        if (json.TokenType != type)
        {
            throw Invalid(where, $"found {json.TokenType}, expected {type}");
        }
    }

    private readonly InvalidFileException Invalid(string where, string reason, Exception? cause = null) =>
        SafetensorsReader.Damaged(
            path, $"byte {SafetensorsReader.LengthBytes + json.TokenStartIndex}, {where}", reason, cause);
}
