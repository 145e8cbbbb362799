using System;
using System.Buffers;
using System.Globalization;

namespace TrpoGpu.Files;

/// <summary>
/// Writes numbers into text logs, the same in every culture and readable by Python's parsers.
/// </summary>
internal static class LogNumber
{
    // The longest text of a double with six decimals has 309 digits before the point.
    private const int MaxFixedLength = 320;
    private const int MaxShortestLength = 32;

    /// <summary>The shortest text that reads back as the same number.</summary>
    internal static void WriteShortest(IBufferWriter<byte> target, double value)
    {
        if (!double.IsFinite(value))
        {
            WriteNonFinite(target, value);
            return;
        }

        Span<byte> text = target.GetSpan(MaxShortestLength);
        value.TryFormat(text, out int written, "R", CultureInfo.InvariantCulture);
        target.Advance(written);
    }

    /// <summary>
    /// Rounded to six decimals, without trailing zeros but with at least one decimal: 200.0, 0.25.
    /// </summary>
    internal static void WriteRounded(IBufferWriter<byte> target, double value)
    {
        if (!double.IsFinite(value))
        {
            WriteNonFinite(target, value);
            return;
        }

        Span<byte> text = target.GetSpan(MaxFixedLength);
        value.TryFormat(text, out int written, "F6", CultureInfo.InvariantCulture);
        int point = text[..written].IndexOf((byte)'.');
        int end = text[..written].LastIndexOfAnyExcept((byte)'0') + 1;
        target.Advance(Math.Max(end, point + 2));
    }

    private static void WriteNonFinite(IBufferWriter<byte> target, double value)
    {
        ReadOnlySpan<byte> text = double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
        target.Write(text);
    }
}
