using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Chooses the device that does given work fastest, by having each do it, the CPU engine a part of it where it is much.
/// Where the CPU engine is all there is, it is taken without measuring.
/// </summary>
/// <remarks>
/// What is measured is thrown away: a run on the chosen backend gives the bits that it gives on the same device by
/// name. The choice itself depends on a clock, and so may differ from one time to the next where two devices are about
/// as fast; whoever needs the same bits every time names the device.
/// </remarks>
public static class DeviceChoice
{
    private const int MostRuns = 5;
    private static readonly TimeSpan EnoughTime = TimeSpan.FromSeconds(0.2);

    // By then what the host spends on its own compiler is a small part, and the work is long enough not to be repeated.
    private static readonly TimeSpan LongWork = TimeSpan.FromSeconds(2);

    /// <summary>Chooses the device that trains fastest.</summary>
    /// <param name="environment">Identifier, such as <c>CartPole-v1</c>.</param>
    /// <param name="options">Settings; the environment's preset if null.</param>
    /// <param name="threads">Threads of the CPU engine; one per processor if null.</param>
    /// <param name="memory">Device memory to use at most; nine tenths of what is free if null.</param>
    /// <exception cref="ArgumentException">The environment is unknown or a setting is out of range.</exception>
    public static ChosenDevice ForTraining(
        string environment, TrpoOptions? options = null, int? threads = null, DeviceMemoryLimit? memory = null) =>
        Choose(
            DeviceCandidate.Among(BackendFactory.Devices(), threads, memory),
            DeviceWork.Training(environment, options ?? Presets.For(environment), seed: 0),
            Time);

    /// <summary>Chooses among candidates.</summary>
    /// <param name="candidates">At least one; the last is whose failure counts if all fail.</param>
    /// <param name="work">What each does.</param>
    /// <param name="time">How long it takes; waits by <see cref="ComputeBackend.Synchronize"/>.</param>
    internal static ChosenDevice Choose(
        IReadOnlyList<DeviceCandidate> candidates, DeviceWork work, Func<ComputeBackend, Action, TimeSpan> time)
    {
        if (candidates.Count == 1)
        {
            return new ChosenDevice(candidates[0].Open(), null);
        }

        List<Attempt> attempts = [];
        Attempt? best = null;
        try
        {
            foreach (DeviceCandidate candidate in candidates)
            {
                Attempt attempt = Measure(candidate, work, time);
                attempts.Add(attempt);
                if (best is null || attempt.Time < best.Time)
                {
                    best?.Backend?.Dispose();
                    best = attempt;
                }
                else
                {
                    attempt.Backend?.Dispose();
                }
            }
        }
        catch
        {
            best?.Backend?.Dispose();
            throw;
        }

        if (best?.Backend is null)
        {
            ExceptionDispatchInfo.Throw(attempts[^1].Failure!);
        }

        string taken = $"{best!.Candidate.Name}: {best.Candidate.Model}, {Milliseconds(best)} {work.Unit}";
        IEnumerable<string> others = attempts.Where(attempt => attempt != best).Select(Describe);
        return new ChosenDevice(best.Backend!, string.Join("; ", [taken, .. others]));
    }

    /// <summary>The fastest of a few runs, after one that compiles; of long work on the host, the first.</summary>
    internal static TimeSpan Time(ComputeBackend backend, Action run)
    {
        TimeSpan fastest = Once();
        if (backend.MemoryBytes is null && fastest > LongWork)
        {
            return fastest;
        }

        long start = Stopwatch.GetTimestamp();
        fastest = Once();
        for (int runs = 1; runs < MostRuns && Stopwatch.GetElapsedTime(start) < EnoughTime; runs++)
        {
            TimeSpan one = Once();
            fastest = one < fastest ? one : fastest;
        }

        return fastest;

        TimeSpan Once()
        {
            long before = Stopwatch.GetTimestamp();
            run();
            backend.Synchronize();
            return Stopwatch.GetElapsedTime(before);
        }
    }

    // Whatever goes wrong on one device, another may do the work.
    private static Attempt Measure(
        DeviceCandidate candidate, DeviceWork work, Func<ComputeBackend, Action, TimeSpan> time)
    {
        ComputeBackend? backend = null;
        try
        {
            backend = candidate.Open();
            using PreparedWork prepared = work.Prepare(backend);
            TimeSpan whole = time(backend, prepared.Run) / prepared.Share;
            return new Attempt(candidate, backend, whole, prepared.Share < 1, null);
        }
        catch (Exception failure)
        {
            backend?.Dispose();
            return new Attempt(candidate, null, TimeSpan.MaxValue, false, failure);
        }
    }

    private static string Describe(Attempt attempt) => attempt.Failure is null
        ? $"{attempt.Candidate.Name} {Milliseconds(attempt)}"
        : $"{attempt.Candidate.Name} failed ({attempt.Failure.Message})";

    // Three digits: 0.123 ms, 3.14 ms, 41.2 ms, about 1230 ms.
    private static string Milliseconds(Attempt attempt)
    {
        double ms = attempt.Time.TotalMilliseconds;
        string format = ms switch
        {
            >= 100 => "0",
            >= 10 => "0.0",
            >= 1 => "0.00",
            _ => "0.000",
        };
        return $"{(attempt.IsEstimate ? "about " : "")}{ms.ToString(format, CultureInfo.InvariantCulture)} ms";
    }

    private sealed record Attempt(
        DeviceCandidate Candidate, ComputeBackend? Backend, TimeSpan Time, bool IsEstimate, Exception? Failure);
}
