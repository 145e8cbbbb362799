using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="AddScaled"/> reads and writes.</summary>
public struct AddScaledArguments
{
    /// <summary>Numbers of a vector.</summary>
    public int Count;

    /// <summary>Multiple of the direction.</summary>
    public float Scale;

    /// <summary>[Count].</summary>
    public ArrayView<float> X;

    /// <summary>[Count].</summary>
    public ArrayView<float> Direction;

    /// <summary>[Count]; may be one of the others.</summary>
    public ArrayView<float> Result;
}

/// <summary>A vector plus a multiple of another.</summary>
/// <remarks>
/// <code>
/// computes   result = x + scale*direction
/// threads    one a number; surplus threads leave at once
/// X          [Count]  read
/// Direction  [Count]  read
/// Result     [Count]  write
/// numeric    fp32, rounded once: the bits of the CPU engine
/// cost       12*Count bytes
/// truth      ReferenceBackend.AddScaled
/// </code>
/// </remarks>
public static class AddScaled
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(AddScaledArguments n)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k < n.Count)
        {
            n.Result[k] = SingleRounding.FusedMultiplyAdd(n.Scale, n.Direction[k], n.X[k]);
        }
    }
}
