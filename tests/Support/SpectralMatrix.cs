using System;
using System.Linq;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A symmetric matrix with given eigenvalues: diag(spectrum) between products of random reflections.
/// </summary>
/// <param name="spectrum">Eigenvalues.</param>
/// <param name="seed">Of the eigenvectors.</param>
internal sealed class SpectralMatrix(double[] spectrum, int seed)
{
    private const int Reflections = 3;

    private readonly double[][] mirrors = [.. Enumerable.Range(0, Reflections).Select(k =>
        Normalize(new NormalNumbers(seed + (1000 * k)).Array(spectrum.Length)))];

    /// <summary>Q diag(spectrum) Q' x with Q = H_0 H_1 H_2, each H its own inverse.</summary>
    public double[] Multiply(double[] x)
    {
        double[] y = mirrors.Aggregate(x, Reflect);
        y = [.. y.Zip(spectrum, (value, eigenvalue) => eigenvalue * value)];
        return mirrors.Reverse().Aggregate(y, Reflect);
    }

    private static double[] Reflect(double[] x, double[] mirror)
    {
        double twice = 2 * x.Zip(mirror, (value, m) => value * m).Sum();
        return [.. x.Zip(mirror, (value, m) => value - (twice * m))];
    }

    private static double[] Normalize(float[] values)
    {
        double length = Math.Sqrt(values.Sum(value => (double)value * value));
        return Array.ConvertAll(values, value => value / length);
    }
}
