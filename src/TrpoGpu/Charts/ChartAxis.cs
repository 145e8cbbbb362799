using System;
using System.Collections.Generic;
using System.Globalization;

namespace TrpoGpu.Charts;

/// <summary>A linear scale from values to pixels, with ticks at round values.</summary>
internal readonly struct ChartAxis
{
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
    internal ChartAxis(double low, double high, double pixelFrom, double pixelTo, int ticks)
    {
        double range = high > low ? high - low : Math.Max(Math.Abs(high), 1);
        step = RoundStep(range / ticks);
        from = Math.Floor(low / step) * step;
        to = Math.Max(Math.Ceiling(high / step) * step, from + step);
        this.pixelFrom = pixelFrom;
        this.pixelTo = pixelTo;
    }

    /// <summary>Values of the ticks.</summary>
    internal IEnumerable<double> Ticks
    {
        get
        {
            int count = (int)Math.Round((to - from) / step);
            for (int k = 0; k <= count; k++)
            {
                // A multiple of the step, not a sum of steps: zero is zero.
                yield return Math.Round((from / step) + k) * step;
            }
        }
    }

    /// <summary>Pixel of a value.</summary>
    internal double this[double value] => pixelFrom + ((value - from) / (to - from) * (pixelTo - pixelFrom));

    /// <summary>A tick's label: 250k, 1M, -0.5.</summary>
    internal static string Label(double value)
    {
        (double scaled, string suffix) = Math.Abs(value) switch
        {
            >= 1e6 => (value / 1e6, "M"),
            >= 1e4 => (value / 1e3, "k"),
            _ => (value, ""),
        };
        return scaled.ToString("0.####", CultureInfo.InvariantCulture) + suffix;
    }

    // 1, 2 or 5 times a power of ten, at least the least step.
    private static double RoundStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double leading = least / power;
        return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
    }
}
