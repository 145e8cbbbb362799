using System;
using System.Collections.Generic;

namespace TrpoGpu.RunStatistics;

/// <summary>A quantity measured now and then, to be asked for at any place.</summary>
internal sealed class SampledCurve
{
    private readonly double[] places;
    private readonly double[] values;

    /// <summary>Takes the measurements; a value that is not finite is as if it had not been measured.</summary>
    /// <param name="places">[n] ascending.</param>
    /// <param name="values">[n].</param>
    internal SampledCurve(ReadOnlySpan<double> places, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, places.Length);
        List<double> keptPlaces = [];
        List<double> keptValues = [];
        for (int k = 0; k < places.Length; k++)
        {
            if (double.IsFinite(values[k]))
            {
                keptPlaces.Add(places[k]);
                keptValues.Add(values[k]);
            }
        }

        this.places = [.. keptPlaces];
        this.values = [.. keptValues];
    }

    /// <summary>Whether nothing was ever measured.</summary>
    internal bool IsEmpty => places.Length == 0;

    /// <summary>Where it was last measured; 0 if never.</summary>
    internal double End => IsEmpty ? 0 : places[^1];

    /// <summary>
    /// The value at a place: on the line between its neighbours, the last one from there on, NaN before the first.
    /// </summary>
    internal double this[double place]
    {
        get
        {
            int found = Array.BinarySearch(places, place);
            int above = found < 0 ? ~found : found;
            if (found >= 0 || above == places.Length)
            {
                return IsEmpty ? double.NaN : values[Math.Min(above, values.Length - 1)];
            }

            if (above == 0)
            {
                return double.NaN;
            }

            double share = (place - places[above - 1]) / (places[above] - places[above - 1]);
            return values[above - 1] + (share * (values[above] - values[above - 1]));
        }
    }

    /// <summary>The first place at which the quantity was measured at a level or above; infinity if never.</summary>
    internal double FirstAtLeast(double level)
    {
        int k = Array.FindIndex(values, value => value >= level);
        return k < 0 ? double.PositiveInfinity : places[k];
    }
}
