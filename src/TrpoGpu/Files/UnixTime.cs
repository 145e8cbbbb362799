using System;

namespace TrpoGpu.Files;

/// <summary>The time in the form of the logs.</summary>
internal static class UnixTime
{
    /// <summary>Seconds since the first of January 1970, UTC.</summary>
    internal static double Seconds(TimeProvider clock) =>
        (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
}
