using System;

namespace TrpoGpu.Tests.Support;

/// <summary>A clock that stands still until it is told how much time has passed.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => ticks;

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan span) => ticks += span.Ticks;
}
