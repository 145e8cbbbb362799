using System;
using System.Collections.Generic;
using System.Globalization;

namespace TrpoGpu.Charts;

/// <summary>A linear scale from values to pixels, with ticks at round values.</summary>
internal readonly struct ChartAxis
{
    private const int MaxDecimals = 12;

    // Of steps: so near a tick is at it.
    private const double Rounding = 1e-9;

    private readonly double from;
    private readonly double to;
    private readonly double pixelFrom;
    private readonly double pixelTo;
    private readonly double step;

    /// <summary>Fits an axis around values.</summary>
    /// <param name="low">Least value, finite.</param>
    /// <param name="high">Greatest value, at least <paramref name="low"/>.</param>
    /// <param name="pixelFrom">Where the axis begins.</param>
    /// <param name="pixelTo">Where it ends.</param>
    /// <param name="ticks">About how many ticks fit.</param>
    /// <param name="endsAtHigh">Whether it ends at the greatest value instead of the next tick.</param>
    internal ChartAxis(
        double low, double high, double pixelFrom, double pixelTo, int ticks, bool endsAtHigh = false)
    {
        double range = high > low ? high - low : Math.Max(Math.Abs(high), 1);
        step = RoundStep(range / ticks);
        from = Math.Floor((low / step) + Rounding) * step;
        to = endsAtHigh && high > from ? high : Math.Max(Math.Ceiling((high / step) - Rounding) * step, from + step);
        this.pixelFrom = pixelFrom;
        this.pixelTo = pixelTo;
    }

    /// <summary>Values of the ticks.</summary>
    internal IEnumerable<double> Ticks
    {
        get
        {
            int count = (int)Math.Floor(((to - from) / step) + Rounding);
            for (int k = 0; k <= count; k++)
            {
                // A multiple of the step, not a sum of steps, and no negative zero: zero is zero.
                yield return (Math.Round((from / step) + k) * step) + 0.0;
            }
        }
    }

    /// <summary>Pixel of a value.</summary>
    internal double this[double value] => pixelFrom + ((value - from) / (to - from) * (pixelTo - pixelFrom));

    /// <summary>A tick's label: 250k, 1M, -0.5; as many digits as tell neighbours apart.</summary>
    internal string Label(double tick)
    {
        bool isLong = Math.Max(Math.Abs(from), Math.Abs(to)) >= 1e4;
        (double unit, string suffix) = Math.Abs(tick) switch
        {
            >= 1e6 when step >= 1e4 => (1e6, "M"),
            >= 1e3 when step >= 100 && isLong => (1e3, "k"),
            _ => (1, ""),
        };
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / unit) - Rounding), 0, MaxDecimals);
        string format = "0." + new string('#', decimals);
        string digits = Math.Round(tick / unit, decimals).ToString(format, CultureInfo.InvariantCulture);
        return digits + suffix;
    }

    // 1, 2 or 5 times a power of ten, at least the least step.
    private static double RoundStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double leading = least / power * (1 - Rounding);
        return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
    }
}
