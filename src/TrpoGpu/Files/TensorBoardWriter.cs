using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace TrpoGpu.Files;

/// <summary>Writes scalars for TensorBoard: one event per update with the numbers of all tags.</summary>
/// <remarks>
/// Every process writes a file of its own into the folder; a reader joins them. A resumed run names the step
/// from which it continues, and readers then hide what the interrupted process had written beyond that step.
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    // The usual name carries the host's; a run folder is made to be passed on, so ours does not.
    private const string Host = "localhost";

    private readonly AppendFile file;
    private readonly TensorBoardEvent events;
    private readonly TimeProvider clock;

    /// <summary>Creates an event file.</summary>
    /// <param name="folder">Where; created if it is missing.</param>
    /// <param name="tags">Names of the numbers, in the order of <see cref="Append"/>.</param>
    /// <param name="resumeFromStep">The first step this process will write again; null for a new run.</param>
    /// <param name="clock">The time; null for the system's.</param>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public TensorBoardWriter(
        string folder, IReadOnlyList<string> tags, long? resumeFromStep = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tags);
        clock ??= TimeProvider.System;
        this.clock = clock;
        events = new TensorBoardEvent(tags);
        Path = CreatePath(folder, clock.GetUtcNow().ToUnixTimeSeconds());
        file = AppendFile.Create(Path);
        events.WriteFileVersion(file.Pending, UnixTime.Seconds(clock));
        if (resumeFromStep is long step)
        {
            events.WriteSessionStart(file.Pending, UnixTime.Seconds(clock), step);
        }

        file.Flush();
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>
    /// Adds the numbers of one update and hands them to the system; words and empty cells are left out.
    /// </summary>
    /// <param name="step">Environment steps so far: the horizontal axis.</param>
    /// <param name="values">One cell per tag.</param>
    /// <exception cref="ArgumentException">There are more or fewer cells than tags.</exception>
    /// <exception cref="FileAccessException">
    /// The system refused; the event waits for the next one.
    /// </exception>
    public void Append(long step, ReadOnlySpan<MetricValue> values)
    {
        if (values.Length != events.Tags)
        {
            throw new ArgumentException(
                $"TensorBoardWriter: {values.Length} values, expected one for each of {events.Tags} tags.",
                nameof(values));
        }

        events.WriteScalars(file.Pending, UnixTime.Seconds(clock), step, values);
        file.Flush();
    }

    /// <summary>Flushes and closes.</summary>
    public void Dispose() => file.Dispose();

    // The number keeps apart the runs of one process that start in the same second.
    private static string CreatePath(string folder, long second)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string prefix = string.Create(
                CultureInfo.InvariantCulture,
                $"events.out.tfevents.{second:D10}.{Host}.{Environment.ProcessId}.");
            int number = Directory.GetFiles(folder, prefix + "*").Length;
            return System.IO.Path.Combine(folder, prefix + number.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            throw new FileAccessException("create", folder, error);
        }
    }
}
