using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Kronecker;

/// <summary>What <see cref="KroneckerProduct"/> reads and writes.</summary>
public struct KroneckerProductArguments
{
    /// <summary>P.</summary>
    public int Parameters;

    /// <summary>Parameters of the layers; the free ones follow.</summary>
    public int NetworkParameters;

    /// <summary>L.</summary>
    public int LayerCount;

    /// <summary>Offset of the free parameters' factors in the matrices.</summary>
    public int Free;

    /// <summary>[L].</summary>
    public ArrayView<KroneckerPlace> Layers;

    /// <summary>Left and Right of every layer, then the factors of the free parameters.</summary>
    public ArrayView<float> Matrices;

    /// <summary>[P].</summary>
    public ArrayView<float> X;

    /// <summary>[P].</summary>
    public ArrayView<float> Half;

    /// <summary>[P].</summary>
    public ArrayView<float> Y;
}

/// <summary>A Kronecker product in every layer, applied to a parameter vector in two launches.</summary>
/// <remarks>
/// <code>
/// computes  half_l = Left_l X_l, then y_l = half_l Right_l'   (eq. 22); a free parameter times its factor
/// threads   one a parameter; surplus threads leave at once
/// Layers    [L]                     read
/// Matrices  [sum of I+1^2 + O^2, F] read
/// X         [P]                     read
/// Half      [P]                     write, then read; not the free parameters
/// Y         [P]                     write
/// needs     Y overlaps neither X nor Half
/// numeric   fp32, one chain of fused multiply-adds from zero on: the bits of the CPU engine
/// cost      2*sum (I+1)*O*(I+1+O) flop
/// truth     ReferenceBackend.ApplyKroneckerProduct
/// </code>
/// </remarks>
public static class KroneckerProduct
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel of the first product.</summary>
    public static void LeftKernel(KroneckerProductArguments n)
    {
        int p = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (p >= n.NetworkParameters)
        {
            return;
        }

        KroneckerPlace layer = Layer(n, p);
        int i = (p - layer.Parameters) / layer.Outputs;
        int left = layer.Left + (i * layer.Inputs);
        int x = p - (i * layer.Outputs);
        float sum = 0f;
        for (int j = 0; j < layer.Inputs; j++)
        {
            sum = SingleRounding.FusedMultiplyAdd(n.Matrices[left + j], n.X[x], sum);
            x += layer.Outputs;
        }

        n.Half[p] = sum;
    }

    /// <summary>The kernel of the second product.</summary>
    public static void RightKernel(KroneckerProductArguments n)
    {
        int p = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (p >= n.Parameters)
        {
            return;
        }

        if (p >= n.NetworkParameters)
        {
            int f = p - n.NetworkParameters;
            n.Y[p] = SingleRounding.Multiply(n.Matrices[n.Free + f], n.X[p]);
            return;
        }

        KroneckerPlace layer = Layer(n, p);
        int i = (p - layer.Parameters) / layer.Outputs;
        int half = layer.Parameters + (i * layer.Outputs);
        int right = layer.Right + ((p - half) * layer.Outputs);
        float sum = 0f;
        for (int q = 0; q < layer.Outputs; q++)
        {
            sum = SingleRounding.FusedMultiplyAdd(n.Half[half + q], n.Matrices[right + q], sum);
        }

        n.Y[p] = sum;
    }

    private static KroneckerPlace Layer(in KroneckerProductArguments n, int parameter)
    {
        int l = 0;
        while (l + 1 < n.LayerCount && parameter >= n.Layers[l + 1].Parameters)
        {
            l++;
        }

        return n.Layers[l];
    }
}
