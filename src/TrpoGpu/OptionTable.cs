using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrpoGpu;

/// <summary>The settings of <see cref="TrpoOptions"/> by name: parsing, writing, checking.</summary>
public static class OptionTable
{
    /// <summary>All settings, in the order of their declaration.</summary>
    public static ImmutableArray<Option> All { get; } =
    [
        .. typeof(TrpoOptions).GetProperties()
            .Where(p => p.GetCustomAttribute<JsonPropertyNameAttribute>() is not null)
            .Select(p => new Option(p)),
    ];

    /// <summary>The setting with a name.</summary>
    /// <exception cref="OptionException">There is none; the message names the nearest, or all.</exception>
    public static Option Find(string name) =>
        All.FirstOrDefault(o => o.Name == name) ??
        throw new OptionException(name, NearestName.Of(name, All.Select(o => o.Name)) is string nearest
            ? $"there is no such setting; did you mean {nearest}?"
            : $"there is no such setting, only {string.Join(", ", All.Select(o => o.Name))}");

    /// <summary>A copy of <paramref name="options"/> with the settings of a JSON object.</summary>
    /// <param name="options">What the object overrides.</param>
    /// <param name="json">An object of names and values; comments and trailing commas are allowed.</param>
    /// <exception cref="OptionException">A setting is unknown, malformed, given twice or out of range.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static TrpoOptions Apply(TrpoOptions options, ReadOnlyMemory<byte> json)
    {
        JsonDocumentOptions reading = new()
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
        };
        using JsonDocument document = JsonDocument.Parse(json, reading);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"expected an object of settings, found {document.RootElement.ValueKind}");
        }

        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            options = Find(entry.Name).With(options, entry.Value);
        }

        return options;
    }

    /// <summary>All settings as a JSON object that <see cref="Apply"/> reads.</summary>
    public static string ToJson(TrpoOptions options)
    {
        StringBuilder json = new("{\n");
        foreach (Option option in All)
        {
            string text = option.Text(options);
            bool isBare = text is "true" or "false" || double.TryParse(text, out _);
            string value = option.Name == "net_arch" ? $"[{text}]" : isBare ? text : $"\"{text}\"";
            json.Append($"  \"{option.Name}\": {value}{(option == All[^1] ? "" : ",")}\n");
        }

        return json.Append("}\n").ToString();
    }

    /// <summary>Checks every setting's range.</summary>
    /// <exception cref="OptionException">One is out of range.</exception>
    public static void ThrowIfInvalid(TrpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (Option option in All)
        {
            option.ThrowIfInvalid(options);
        }
    }
}
