using System;
using System.Diagnostics;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Time that a part of the check may take.</summary>
internal sealed class TimeBudget
{
    private readonly long end;

    /// <summary>Begins now.</summary>
    internal TimeBudget(TimeSpan time) =>
        end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>What is left; not negative.</summary>
    internal TimeSpan Left => TimeSpan.FromSeconds(
        Math.Max(0, (end - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency));

    /// <summary>A part of what is left, from now on.</summary>
    internal TimeBudget Share(double share) => new(Left * share);

    /// <summary>Whether something that takes so long may begin.</summary>
    internal bool Allows(double seconds) => Left.TotalSeconds > seconds;
}
