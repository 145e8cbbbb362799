using System;

namespace TrpoGpu.Tests.Support;

/// <summary>A repeatable source of standard normal numbers for test data.</summary>
internal sealed class NormalNumbers(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>One standard normal number (Box and Muller 1958).</summary>
    public double Next() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>An integer from 0 to <paramref name="count"/> - 1.</summary>
    public int Index(int count) => random.Next(count);

    /// <summary>A number in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * random.NextDouble());

    public float[] Array(int length)
    {
        float[] values = new float[length];
        for (int k = 0; k < length; k++)
        {
            values[k] = (float)Next();
        }

        return values;
    }
}
