using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Benchmarking;

/// <summary>Numbers to compute with: equal on every machine.</summary>
internal static class RandomSamples
{
    /// <summary>Independent normal numbers; equal seeds give equal ones.</summary>
    public static float[] Normals(int count, ulong seed)
    {
        float[] values = new float[count];
        for (int k = 0; k < count; k++)
        {
            values[k] = NoiseColumn.NormalAt<Float32>(seed, RandomUse.Initialization, 0, (ulong)k, 0).Value;
        }

        return values;
    }
}
