using System;

namespace TrpoGpu.Backends;

/// <summary>A device has less memory left than an allocation needs.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="device">Which device.</param>
    /// <param name="purpose">What the memory is for.</param>
    /// <param name="neededBytes">Bytes asked for.</param>
    /// <param name="availableBytes">Bytes left.</param>
    /// <param name="inner">What the driver said, if it was asked.</param>
    public OutOfDeviceMemoryException(
        string device, string purpose, long neededBytes, long availableBytes, Exception? inner)
        : base(
            $"{device}: out of memory: {purpose} needs {ByteText.FormatExactly(neededBytes)}, " +
            $"{ByteText.FormatExactly(availableBytes)} are available. Take fewer environments or steps (n_envs, " +
            "n_steps), allow more of the device's memory (--memory), or take a device that has more.", inner)
    {
        Device = device;
        NeededBytes = neededBytes;
        AvailableBytes = availableBytes;
    }

    /// <summary>Which device.</summary>
    public string Device { get; }

    /// <summary>Bytes asked for.</summary>
    public long NeededBytes { get; }

    /// <summary>Bytes left.</summary>
    public long AvailableBytes { get; }
}
