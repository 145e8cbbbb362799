using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrpoGpu.Files;

/// <summary>Writes one row of metrics in the two forms of the progress log.</summary>
internal sealed class ProgressRow : IDisposable
{
    /// <summary>
    /// Characters that a column name cannot have: they would need quoting in one of the two forms.
    /// </summary>
    internal const string Reserved = ",\"\\";

    private static readonly JsonWriterOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonEncodedText[] names;
    private readonly ArrayBufferWriter<byte> element = new();
    private readonly Utf8JsonWriter json;

    internal ProgressRow(IEnumerable<string> columns)
    {
        names = columns.Select(name => JsonEncodedText.Encode(name, Json.Encoder)).ToArray();
        json = new Utf8JsonWriter(element, Json);
    }

    /// <summary>Cells of a row.</summary>
    internal int Columns => names.Length;

    public void Dispose() => json.Dispose();

    /// <summary>Writes an object and a line feed.</summary>
    internal void WriteJson(IBufferWriter<byte> target, ReadOnlySpan<MetricValue> values)
    {
        element.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k].IsNumber && double.IsFinite(values[k].Number))
            {
                json.WriteNumber(names[k], values[k].Number);
            }
            else
            {
                // A null text is written as null.
                json.WriteString(names[k], values[k].Text);
            }
        }

        json.WriteEndObject();
        json.Flush();
        target.Write(element.WrittenSpan);
        target.Write("\n"u8);
    }

    /// <summary>Writes comma-separated values and a line feed.</summary>
    internal void WriteCsv(IBufferWriter<byte> target, ReadOnlySpan<MetricValue> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k].IsNumber)
            {
                LogNumber.WriteShortest(target, values[k].Number);
            }
            else if (values[k].Text is string text)
            {
                target.Write(Encoding.UTF8.GetBytes(Quoted(text)));
            }

            target.Write(k < values.Length - 1 ? ","u8 : "\n"u8);
        }
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(Reserved)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
