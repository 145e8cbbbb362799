using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Tests.Support;

/// <summary>A strided row of an array: column j is element start + j * stride.</summary>
public readonly struct Float64Row(double[] values, int start = 0, int stride = 1) : IRow<Float64>
{
    public Float64 this[int column]
    {
        get => new(values[start + (column * stride)]);
        set => values[start + (column * stride)] = value.Value;
    }
}
