using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace TrpoGpu.Files;

/// <summary>
/// One line per finished episode, as Stable-Baselines3's monitor writes it:
/// <c>#{"t_start": ..., "env_id": ...}</c>, <c>r,l,t</c>, then return, length and seconds since the start,
/// rounded to six decimals.
/// </summary>
public sealed class MonitorCsv : IDisposable
{
    private const string ColumnLine = "r,l,t";
    private const int HeadLines = 2;

    private readonly AppendFile file;
    private readonly TimeProvider clock;
    private readonly double start;

    private MonitorCsv(AppendFile file, TimeProvider clock, double start, long rows)
    {
        this.file = file;
        this.clock = clock;
        this.start = start;
        Rows = rows;
    }

    /// <summary>Episodes in the log; a checkpoint keeps this number for <see cref="Resume"/>.</summary>
    public long Rows { get; private set; }

    /// <summary>Episodes that the checkpoint knew of and the log had lost when it was resumed.</summary>
    public long MissingRows { get; private init; }

    /// <summary>Creates the log of a new run.</summary>
    /// <param name="path">
    /// The file, which must not exist; its name ends in monitor.csv for other tools to find it.
    /// </param>
    /// <param name="environmentId">Goes into the first line.</param>
    /// <param name="clock">The time; null for the system's.</param>
    /// <exception cref="FileAccessException">The file exists, or the system refused.</exception>
    public static MonitorCsv Create(string path, string environmentId, TimeProvider? clock = null) =>
        Begin(AppendFile.Create(path), environmentId, clock ?? TimeProvider.System, missing: 0);

    /// <summary>
    /// Continues the log of a run after its first <paramref name="rows"/> episodes; later ones are dropped.
    /// </summary>
    /// <param name="path">The file; a missing one is created.</param>
    /// <param name="environmentId">Must be that of the log.</param>
    /// <param name="rows">Episodes at the checkpoint.</param>
    /// <param name="clock">The time; null for the system's.</param>
    /// <exception cref="InvalidFileException">The file is not the log of this environment.</exception>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public static MonitorCsv Resume(string path, string environmentId, long rows, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        clock ??= TimeProvider.System;
        AppendFile file = AppendFile.OpenOrCreate(path);
        try
        {
            List<string> head = LogLines.ReadHead(file, HeadLines, path);
            if (head.Count > 0 && !head[0].StartsWith('#'))
            {
                throw LogLines.Foreign(path, 1, "expected '#' and a JSON object");
            }

            if (head.Count < HeadLines)
            {
                file.Cut(0);
                return Begin(file, environmentId, clock, missing: rows);
            }

            double start = ReadStart(head, environmentId, path);
            long kept = LogLines.Keep(file, checked(HeadLines + rows)) - HeadLines;
            return new MonitorCsv(file, clock, start, kept) { MissingRows = rows - kept };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a finished episode; it is written by the next flush.</summary>
    /// <param name="episodeReturn">Sum of the rewards.</param>
    /// <param name="episodeLength">Steps.</param>
    public void Append(double episodeReturn, long episodeLength)
    {
        IBufferWriter<byte> line = file.Pending;
        LogNumber.WriteRounded(line, episodeReturn);
        line.Write(","u8);
        LogNumber.WriteShortest(line, episodeLength);
        line.Write(","u8);
        LogNumber.WriteRounded(line, UnixTime.Seconds(clock) - start);
        line.Write("\n"u8);
        Rows++;
    }

    /// <summary>Hands the episodes to the system.</summary>
    /// <exception cref="FileAccessException">
    /// The system refused; the episodes wait for the next flush.
    /// </exception>
    public void Flush() => file.Flush();

    /// <summary>Flushes to the disk; call it before a checkpoint that counts these episodes.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public void FlushToDisk() => file.FlushToDisk();

    /// <summary>Flushes and closes.</summary>
    public void Dispose() => file.Dispose();

    private static MonitorCsv Begin(AppendFile file, string environmentId, TimeProvider clock, long missing)
    {
        double start = UnixTime.Seconds(clock);
        string id = JsonSerializer.Serialize(environmentId);
        file.Pending.Write(Encoding.UTF8.GetBytes(
            $"#{{\"t_start\": {start:R}, \"env_id\": {id}}}\n{ColumnLine}\n"));
        file.Flush();
        return new MonitorCsv(file, clock, start, rows: 0) { MissingRows = missing };
    }

    private static double ReadStart(List<string> head, string environmentId, string path)
    {
        if (head[1] != ColumnLine)
        {
            throw LogLines.Foreign(path, 2, $"it is {DisplayText.Quote(head[1])}, expected '{ColumnLine}'");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(head[0].AsMemory(1));
            string? id = json.RootElement.GetProperty("env_id").GetString();
            double start = json.RootElement.GetProperty("t_start").GetDouble();
            if (id != environmentId)
            {
                throw LogLines.Foreign(
                    path, 1,
                    $"the environment is {DisplayText.Quote(id ?? "null")}, expected '{environmentId}'");
            }

            return double.IsFinite(start) ? start : throw new FormatException();
        }
        catch (Exception error) when (
            error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw LogLines.Foreign(path, 1, "expected '#' and a JSON object with t_start and env_id");
        }
    }
}
