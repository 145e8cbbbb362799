using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu.Comparisons;

/// <summary>How a run of a comparison ended.</summary>
internal enum CellOutcome
{
    /// <summary>It took all its steps.</summary>
    Finished,

    /// <summary>Update after update met nothing but NaN or infinity; its last good policy is measured.</summary>
    Diverged,
}

/// <summary>
/// What a run's final policy is worth, kept as <c>evaluation.json</c> in its folder so that nothing is measured twice.
/// </summary>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Message">Why it did not finish; null if it did.</param>
/// <param name="Steps">Environment steps of the run.</param>
/// <param name="Episodes">Episodes that were measured, with the most likely actions.</param>
/// <param name="ReturnMean">Mean undiscounted return.</param>
/// <param name="ReturnDeviation">Standard deviation over the episodes.</param>
/// <param name="LengthMean">Mean steps of an episode.</param>
internal sealed record CellScore(
    CellOutcome Outcome,
    string? Message,
    long Steps,
    int Episodes,
    double ReturnMean,
    double ReturnDeviation,
    double LengthMean)
{
    private const string FileName = "evaluation.json";

    private static readonly JsonWriterOptions Writing = new() { Indented = true, NewLine = "\n" };

    /// <summary>The file in a run folder.</summary>
    internal static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>The score of a run; null if none was written.</summary>
    /// <exception cref="InvalidFileException">The file is not such a score.</exception>
    internal static CellScore? TryRead(string folder)
    {
        string path = PathIn(folder);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement json = document.RootElement;
            return new CellScore(
                Enum.Parse<CellOutcome>(json.GetProperty("outcome").GetString() ?? "", ignoreCase: true),
                json.GetProperty("message").GetString(),
                json.GetProperty("steps").GetInt64(),
                json.GetProperty("episodes").GetInt32(),
                json.GetProperty("return_mean").GetDouble(),
                json.GetProperty("return_std").GetDouble(),
                json.GetProperty("length_mean").GetDouble());
        }
        catch (Exception cause) when (
            cause is JsonException or InvalidOperationException or FormatException or ArgumentException or
            System.Collections.Generic.KeyNotFoundException)
        {
            throw new InvalidFileException(
                path, "whole file", "no score of a run", "Remove the file, and the run is measured again.", cause);
        }
    }

    /// <summary>Writes the file, atomically.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    internal void Write(string folder)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text, Writing))
        {
            json.WriteStartObject();
            json.WriteString("outcome", Outcome.ToString().ToLowerInvariant());
            json.WriteString("message", Message);
            json.WriteNumber("steps", Steps);
            json.WriteNumber("episodes", Episodes);
            json.WriteNumber("return_mean", ReturnMean);
            json.WriteNumber("return_std", ReturnDeviation);
            json.WriteNumber("length_mean", LengthMean);
            json.WriteEndObject();
        }

        AtomicFile.WriteText(PathIn(folder), Encoding.UTF8.GetString(text.WrittenSpan) + "\n");
    }
}
