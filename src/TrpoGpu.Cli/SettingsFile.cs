using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu.Cli;

/// <summary>
/// A JSON object of settings, as <c>--config</c> takes it and every run folder holds it: <c>env</c> and
/// <c>seed</c> beside the settings of <see cref="TrpoOptions"/>, all of them optional.
/// </summary>
internal sealed class SettingsFile
{
    private const string EnvironmentName = "env";
    private const string SeedName = "seed";

    private static readonly JsonReaderOptions Reading = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly string path;
    private readonly List<Entry> entries = [];

    private SettingsFile(string path) => this.path = path;

    /// <summary>The environment, if the file names one.</summary>
    internal string? Environment { get; private set; }

    /// <summary>The seed, if the file names one.</summary>
    internal ulong? Seed { get; private set; }

    /// <summary>The resolved settings of a run, in the form of such a file.</summary>
    internal static string Write(string environment, ulong seed, TrpoOptions options)
    {
        string settings = OptionTable.ToJson(options);
        string head = $"  \"{EnvironmentName}\": {JsonSerializer.Serialize(environment)},\n  \"{SeedName}\": {seed},\n";
        return settings.Insert(settings.IndexOf('\n') + 1, head);
    }

    /// <exception cref="UsageException">The file cannot be read or is not an object: says where and why.</exception>
    internal static SettingsFile Read(string path)
    {
        try
        {
            byte[] json = File.ReadAllBytes(path);
            SettingsFile file = new(path);
            file.Parse(json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsSpan(3) : json);
            return file;
        }
        catch (Exception refusal) when (refusal is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--config: there is no file {DisplayText.Quote(path)}");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--config: {DisplayText.Quote(path)} cannot be read: {refusal.Message}");
        }
        catch (JsonException broken)
        {
            // The reader's message ends in a place counted from zero.
            string reason = broken.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new UsageException(
                $"--config: {path}, line {broken.LineNumber + 1}: no JSON object of settings: {reason}");
        }
    }

    /// <summary>A copy of <paramref name="options"/> with the settings of the file.</summary>
    /// <exception cref="UsageException">A setting is unknown or out of range: says in which line.</exception>
    internal TrpoOptions Apply(TrpoOptions options) =>
        entries.Aggregate(options, Apply);

    private void Parse(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new JsonException("the file is empty", path, 0, null);
        }

        HashSet<string> names = [];
        Utf8JsonReader reader = new(json, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it does not begin with '{'", path, LineOf(json, reader), null);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            long line = LineOf(json, reader);
            reader.Read();
            using JsonDocument value = JsonDocument.ParseValue(ref reader);
            Entry entry = new(name, value.RootElement.Clone(), line);
            Add(names.Add(name) ? entry : throw Wrong(entry, "it is given twice"));
        }

        if (reader.Read())
        {
            throw new JsonException("it goes on after the object", path, LineOf(json, reader), null);
        }
    }

    private void Add(Entry entry)
    {
        switch (entry.Name)
        {
            case EnvironmentName:
                Environment = entry.Value.ValueKind == JsonValueKind.String
                    ? entry.Value.GetString()
                    : throw Wrong(entry, "expected the name of an environment");
                break;
            case SeedName:
                Seed = entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetUInt64(out ulong seed)
                    ? seed
                    : throw Wrong(entry, $"expected a whole number from 0 to {ulong.MaxValue}");
                break;
            default:
                entries.Add(entry);
                break;
        }
    }

    private TrpoOptions Apply(TrpoOptions options, Entry entry)
    {
        try
        {
            return OptionTable.Find(entry.Name).With(options, entry.Value);
        }
        catch (OptionException wrong)
        {
            throw new UsageException($"--config: {path}, line {entry.Line + 1}: {wrong.Message}");
        }
    }

    private UsageException Wrong(Entry entry, string expected) =>
        new($"--config: {path}, line {entry.Line + 1}: {DisplayText.Quote(entry.Name)}: {expected}");

    private static long LineOf(ReadOnlySpan<byte> json, in Utf8JsonReader reader) =>
        json[..(int)reader.TokenStartIndex].Count((byte)'\n');

    private readonly record struct Entry(string Name, JsonElement Value, long Line);
}
