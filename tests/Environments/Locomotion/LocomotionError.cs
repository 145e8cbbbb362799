using System;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>The error measure of states.</summary>
internal static class LocomotionError
{
    /// <summary>The largest difference, relative to values above 1; what we do not simulate does not count.</summary>
    public static double Largest(double[] expected, double[] actual)
    {
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]) / Math.Max(1.0, Math.Abs(expected[i]));
            largest = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(largest, error);
        }

        return largest;
    }
}
