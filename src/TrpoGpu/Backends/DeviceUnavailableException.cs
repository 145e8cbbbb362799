using System;

namespace TrpoGpu.Backends;

/// <summary>The device that was asked for is not there, or not in this build.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="device">What was asked for.</param>
    /// <param name="reason">Why it cannot be had, and what can.</param>
    public DeviceUnavailableException(string device, string reason)
        : base($"{device}: {reason}") => Device = device;

    /// <summary>What was asked for.</summary>
    public string Device { get; }
}
