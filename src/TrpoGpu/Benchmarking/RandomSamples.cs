using System;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Benchmarking;

/// <summary>Numbers to compute with: equal on every machine.</summary>
internal static class RandomSamples
{
    // A prime: where numbers come again, they fall into other columns of other rows.
    private const int Period = 1_048_573;

    /// <summary>
    /// Normal numbers; equal seeds give equal ones. The first million are independent, then they come again: for the
    /// time of an operation that is as good, and drawing a billion would take longer than the operation.
    /// </summary>
    public static float[] Normals(int count, ulong seed)
    {
        float[] values = new float[count];
        for (int k = 0; k < int.Min(count, Period); k++)
        {
            values[k] = NoiseColumn.NormalAt<Float32>(seed, RandomUse.Initialization, 0, (ulong)k, 0).Value;
        }

        for (int begin = Period; begin < count;)
        {
            int length = int.Min(Period, count - begin);
            Array.Copy(values, 0, values, begin, length);
            begin += length;
        }

        return values;
    }
}
