using System;
using System.Globalization;

namespace TrpoGpu.Backends;

/// <summary>
/// Device memory that a backend may use at most: an amount, or a share of what nobody uses when it is created. No
/// result depends on it; a batch that does not fit is computed in chunks, with equal bits.
/// </summary>
public readonly record struct DeviceMemoryLimit
{
    // The rest is for the driver, the compiled kernels and whoever else uses the device.
    private const double DefaultShare = 0.9;

    private readonly long? bytes;
    private readonly double? share;

    private DeviceMemoryLimit(long? bytes, double? share)
    {
        this.bytes = bytes;
        this.share = share;
    }

    /// <summary>An amount.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer bytes than one.</exception>
    public static DeviceMemoryLimit OfBytes(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        return new DeviceMemoryLimit(bytes, null);
    }

    /// <summary>A share, more than 0 and at most 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static DeviceMemoryLimit OfShare(double share) => share is > 0 and <= 1
        ? new DeviceMemoryLimit(null, share)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "Expected more than 0 and at most 1.");

    /// <summary>Reads a limit such as <c>2GiB</c> (see <see cref="ByteText"/>) or <c>50%</c>.</summary>
    public static bool TryParse(string text, out DeviceMemoryLimit limit)
    {
        ArgumentNullException.ThrowIfNull(text);
        limit = default;
        if (text.EndsWith('%'))
        {
            bool isNumber = double.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out double percent);
            limit = new DeviceMemoryLimit(null, percent / 100);
            return isNumber && percent is > 0 and <= 100;
        }

        bool isAmount = ByteText.TryParse(text, out long amount);
        limit = new DeviceMemoryLimit(amount, null);
        return isAmount && amount > 0;
    }

    /// <summary>Bytes that may be used of those that are free; of a limit that was not set, nine tenths.</summary>
    internal long BytesOf(long free) =>
        bytes is long most ? Math.Min(most, free) : (long)(free * (share ?? DefaultShare));
}
