using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TrpoGpu.Files;

/// <summary>
/// One row per update, twice: as an object per line of JSON for programs and as a line of comma-separated
/// values for spreadsheets, with the same columns in the same order.
/// </summary>
/// <remarks>
/// A cell without a value is null and empty; an infinity or a value that is not a number is null in JSON,
/// which has no such numbers, and inf, -inf or nan in the other.
/// </remarks>
public sealed class ProgressLog : IDisposable
{
    private readonly AppendFile jsonFile;
    private readonly AppendFile csvFile;
    private readonly ProgressRow row;

    private ProgressLog(AppendFile jsonFile, AppendFile csvFile, IReadOnlyList<string> columns)
    {
        this.jsonFile = jsonFile;
        this.csvFile = csvFile;
        row = new ProgressRow(columns);
    }

    /// <summary>Updates in the log; a checkpoint keeps this number for <see cref="Resume"/>.</summary>
    public long Rows { get; private set; }

    /// <summary>
    /// Updates that the checkpoint knew of and one of the files had lost when they were resumed.
    /// </summary>
    public long MissingRows { get; private init; }

    /// <summary>Creates the log of a new run.</summary>
    /// <param name="jsonPath">The file with JSON, which must not exist.</param>
    /// <param name="csvPath">The file with comma-separated values, which must not exist.</param>
    /// <param name="columns">The names, in order.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty, occurs twice, or has a comma, quote or control character.
    /// </exception>
    /// <exception cref="FileAccessException">A file exists, or the system refused.</exception>
    public static ProgressLog Create(string jsonPath, string csvPath, IReadOnlyList<string> columns)
    {
        CheckColumns(columns);
        AppendFile jsonFile = AppendFile.Create(jsonPath);
        try
        {
            AppendFile csvFile = AppendFile.Create(csvPath);
            WriteHead(csvFile, columns);
            return new ProgressLog(jsonFile, csvFile, columns);
        }
        catch
        {
            jsonFile.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Continues the log of a run after its first <paramref name="rows"/> updates; later ones are dropped.
    /// </summary>
    /// <param name="jsonPath">The file with JSON; a missing one is created.</param>
    /// <param name="csvPath">The file with comma-separated values; a missing one is created.</param>
    /// <param name="columns">The names, in order; must be those of the log.</param>
    /// <param name="rows">Updates at the checkpoint.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty, occurs twice, or has a comma, quote or control character.
    /// </exception>
    /// <exception cref="InvalidFileException">The files are not a log with these columns.</exception>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public static ProgressLog Resume(
        string jsonPath, string csvPath, IReadOnlyList<string> columns, long rows)
    {
        CheckColumns(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        AppendFile jsonFile = AppendFile.OpenOrCreate(jsonPath);
        AppendFile? csvFile = null;
        try
        {
            csvFile = AppendFile.OpenOrCreate(csvPath);

            // Both are judged before either is cut.
            bool hasHead = CheckHeads(jsonFile, jsonPath, csvFile, csvPath, string.Join(',', columns));
            long kept = LogLines.Keep(jsonFile, rows);
            if (hasHead)
            {
                kept = LogLines.Keep(csvFile, kept + 1) - 1;
            }
            else
            {
                kept = 0;
                csvFile.Cut(0);
                WriteHead(csvFile, columns);
            }

            // The files stay row for row the same, should one of them have lost more than the other.
            LogLines.Keep(jsonFile, kept);
            return new ProgressLog(jsonFile, csvFile, columns) { Rows = kept, MissingRows = rows - kept };
        }
        catch
        {
            csvFile?.Dispose();
            jsonFile.Dispose();
            throw;
        }
    }

    /// <summary>Adds the row of one update and hands it to the system.</summary>
    /// <param name="values">One cell per column.</param>
    /// <exception cref="ArgumentException">There are more or fewer cells than columns.</exception>
    /// <exception cref="FileAccessException">The system refused; the row waits for the next one.</exception>
    public void Append(ReadOnlySpan<MetricValue> values)
    {
        if (values.Length != row.Columns)
        {
            throw new ArgumentException(
                $"ProgressLog: {values.Length} values, expected one for each of {row.Columns} columns.",
                nameof(values));
        }

        row.WriteJson(jsonFile.Pending, values);
        row.WriteCsv(csvFile.Pending, values);
        Rows++;
        jsonFile.Flush();
        csvFile.Flush();
    }

    /// <summary>Flushes to the disk; call it before a checkpoint that counts these updates.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public void FlushToDisk()
    {
        jsonFile.FlushToDisk();
        csvFile.FlushToDisk();
    }

    /// <summary>Flushes and closes.</summary>
    public void Dispose()
    {
        row.Dispose();
        try
        {
            jsonFile.Dispose();
        }
        finally
        {
            csvFile.Dispose();
        }
    }

    private static void WriteHead(AppendFile csvFile, IReadOnlyList<string> columns)
    {
        csvFile.Pending.Write(Encoding.UTF8.GetBytes(string.Join(',', columns) + "\n"));
        csvFile.Flush();
    }

    private static bool CheckHeads(
        AppendFile jsonFile, string jsonPath, AppendFile csvFile, string csvPath, string expected)
    {
        List<string> jsonHead = LogLines.ReadHead(jsonFile, 1, jsonPath);
        if (jsonHead.Count > 0 && !jsonHead[0].StartsWith('{'))
        {
            throw LogLines.Foreign(jsonPath, 1, "expected a JSON object");
        }

        List<string> csvHead = LogLines.ReadHead(csvFile, 1, csvPath);
        return csvHead.Count == 0 || csvHead[0] == expected
            ? csvHead.Count > 0
            : throw LogLines.Foreign(
                csvPath, 1,
                $"the columns are {DisplayText.Quote(csvHead[0])}, expected {DisplayText.Quote(expected)}");
    }

    private static void CheckColumns(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string name in columns)
        {
            if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAny(ProgressRow.Reserved) ||
                name.Any(char.IsControl) || !seen.Add(name))
            {
                throw new ArgumentException(
                    $"ProgressLog: the column name '{name}' is empty, repeated, or has a comma, quote or " +
                    "control character.", nameof(columns));
            }
        }
    }
}
