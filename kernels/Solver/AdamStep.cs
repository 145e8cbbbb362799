using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="AdamStep"/> reads and writes.</summary>
public struct AdamStepArguments
{
    /// <summary>P.</summary>
    public int Count;

    /// <summary>Learning rate.</summary>
    public float Rate;

    /// <summary>Decay rate of the mean of gradients, beta_1.</summary>
    public float FirstDecay;

    /// <summary>1 - beta_1.</summary>
    public float FirstGain;

    /// <summary>1 / (1 - beta_1^step).</summary>
    public float FirstCorrection;

    /// <summary>Decay rate of the mean of squared gradients, beta_2.</summary>
    public float SecondDecay;

    /// <summary>1 - beta_2.</summary>
    public float SecondGain;

    /// <summary>1 / (1 - beta_2^step).</summary>
    public float SecondCorrection;

    /// <summary>Added to the root of the second moment.</summary>
    public float Floor;

    /// <summary>[P].</summary>
    public ArrayView<float> Parameters;

    /// <summary>[P].</summary>
    public ArrayView<float> Gradient;

    /// <summary>[P].</summary>
    public ArrayView<float> FirstMoment;

    /// <summary>[P].</summary>
    public ArrayView<float> SecondMoment;
}

/// <summary>One step of Adam (Kingma and Ba 2015, Algorithm 1) with bias correction.</summary>
/// <remarks>
/// <code>
/// computes   m = b1*m + (1 - b1)*g,  v = b2*v + (1 - b2)*g^2,  x -= rate * (m*c1) / (sqrt(v*c2) + floor)
/// threads    one a parameter; surplus threads leave at once
/// Parameters    [P]  add
/// Gradient      [P]  read
/// FirstMoment   [P]  add
/// SecondMoment  [P]  add
/// numeric    fp32, the operations of the CPU engine one by one
/// cost       28*P bytes
/// truth      ReferenceBackend.AdamStep
/// </code>
/// </remarks>
public static class AdamStep
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(AdamStepArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k >= n.Count)
        {
            return;
        }

        Float32 g = new(n.Gradient[k]);
        Float32 mean = Float32.FusedMultiplyAdd(
            new Float32(n.FirstDecay), new Float32(n.FirstMoment[k]), new Float32(n.FirstGain) * g);
        Float32 square = Float32.FusedMultiplyAdd(
            new Float32(n.SecondDecay), new Float32(n.SecondMoment[k]), new Float32(n.SecondGain) * (g * g));
        Float32 root = Float32.Sqrt(square * new Float32(n.SecondCorrection)) + new Float32(n.Floor);
        Float32 length = (mean * new Float32(n.FirstCorrection)) / root;
        n.FirstMoment[k] = mean.Value;
        n.SecondMoment[k] = square.Value;
        n.Parameters[k] = Float32.FusedMultiplyAdd(
            new Float32(-n.Rate), length, new Float32(n.Parameters[k])).Value;
    }
}
