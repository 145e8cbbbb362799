using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="FinishConjugateGradient"/> reads and writes.</summary>
public struct FinishConjugateGradientArguments
{
    /// <summary>P.</summary>
    public int Length;

    /// <summary>[P] x.</summary>
    public ArrayView<float> Solution;

    /// <summary>[P] b.</summary>
    public ArrayView<float> RightHandSide;

    /// <summary>[P] r.</summary>
    public ArrayView<float> Residual;

    /// <summary>See <see cref="SolveScalars"/>.</summary>
    public ArrayView<double> Scalars;
}

/// <summary>The two products that say how far a solution goes: x'b, and x'r, which x'Ax is what x'b has more.</summary>
/// <remarks>
/// <code>
/// computes  x'b, x'r
/// threads   one group for the whole vector; shared memory 8 bytes a thread
/// Solution       [P]  read
/// RightHandSide  [P]  read
/// Residual       [P]  read
/// Scalars        [6]  write  the last two
/// numeric   fp64 sums: each thread in order, then a tree over the threads
/// cost      4*P flop, 12*P bytes
/// truth     ReferenceBackend.ReadConjugateGradient
/// </code>
/// </remarks>
public static class FinishConjugateGradient
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(FinishConjugateGradientArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        double ownRight = 0;
        double ownResidual = 0;
        for (int i = Group.IdxX; i < n.Length; i += Group.DimX)
        {
            double x = n.Solution[i];
            ownRight += x * n.RightHandSide[i];
            ownResidual += x * n.Residual[i];
        }

        double right = GroupSum.Of(shared, ownRight);
        double residual = GroupSum.Of(shared, ownResidual);
        if (Group.IdxX == 0)
        {
            n.Scalars[SolveScalars.SolutionDotRightHandSide] = right;
            n.Scalars[SolveScalars.SolutionDotResidual] = residual;
        }
    }
}
