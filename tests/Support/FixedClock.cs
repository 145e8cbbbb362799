using System;

namespace TrpoGpu.Tests.Support;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class FixedClock(double seconds) : TimeProvider
{
    public double Seconds { get; set; } = seconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(Seconds);
}
