using System;

namespace TrpoGpu.Backends.Gpu;

/// <summary>The memory of a device that a backend may use, and how much of it is taken.</summary>
/// <param name="device">Name of the device, for messages.</param>
/// <param name="total">Bytes in all.</param>
internal sealed class DeviceMemoryBudget(string device, long total)
{
    /// <summary>Bytes that the backend may take.</summary>
    internal long Total { get; } = total;

    /// <summary>Bytes taken.</summary>
    internal long Taken { get; private set; }

    /// <summary>Bytes left.</summary>
    internal long Available => Total - Taken;

    /// <summary>Says that bytes can be taken.</summary>
    /// <exception cref="OutOfDeviceMemoryException">Fewer are left.</exception>
    internal void Check(long bytes, string purpose)
    {
        if (bytes > Available)
        {
            throw Exceeded(bytes, purpose, null);
        }
    }

    /// <summary>Takes bytes.</summary>
    /// <exception cref="OutOfDeviceMemoryException">Fewer are left.</exception>
    internal long Take(long bytes, string purpose)
    {
        Check(bytes, purpose);
        Taken += bytes;
        return bytes;
    }

    /// <summary>Gives bytes back.</summary>
    internal void Return(long bytes) => Taken -= bytes;

    /// <summary>What to say of a demand that cannot be met.</summary>
    internal OutOfDeviceMemoryException Exceeded(long bytes, string purpose, Exception? inner) =>
        new(device, purpose, bytes, Math.Max(0, Available), inner);
}
