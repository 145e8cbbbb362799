using System;

namespace TrpoGpu.Backends;

/// <summary>The device that was asked for is not there, or not in this build.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="device">What was asked for.</param>
    /// <param name="reason">Why it cannot be had, and what can.</param>
    /// <param name="inner">What the driver said, if it was asked.</param>
    public DeviceUnavailableException(string device, string reason, Exception? inner = null)
        : base($"{device}: {reason}", inner) => Device = device;

    /// <summary>What was asked for.</summary>
    public string Device { get; }
}
