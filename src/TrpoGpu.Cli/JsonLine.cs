using System;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrpoGpu.Cli;

/// <summary>An object of JSON on one line, for programs that read the standard output.</summary>
internal sealed class JsonLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MemoryStream bytes = new();
    private readonly Utf8JsonWriter json;

    internal JsonLine()
    {
        json = new Utf8JsonWriter(bytes, Options);
        json.WriteStartObject();
    }

    internal JsonLine Add(string name, string? text)
    {
        json.WriteString(name, text);
        return this;
    }

    internal JsonLine Add(string name, long number)
    {
        json.WriteNumber(name, number);
        return this;
    }

    internal JsonLine Add(string name, ulong number)
    {
        json.WriteNumber(name, number);
        return this;
    }

    /// <summary>Adds a number; JSON has neither NaN nor infinity, they become null.</summary>
    internal JsonLine Add(string name, double? number)
    {
        if (number is double value && double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }

        return this;
    }

    internal JsonLine Add(string name, bool? flag)
    {
        if (flag is bool value)
        {
            json.WriteBoolean(name, value);
        }
        else
        {
            json.WriteNull(name);
        }

        return this;
    }

    internal JsonLine Add(string name, ReadOnlySpan<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        return this;
    }

    internal JsonLine Add(string name, ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
        return this;
    }

    internal void WriteTo(TextWriter output)
    {
        json.WriteEndObject();
        json.Flush();
        json.Dispose();
        output.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }
}
