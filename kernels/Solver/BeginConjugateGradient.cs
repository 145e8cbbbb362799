using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="BeginConjugateGradient"/> reads and writes.</summary>
public struct BeginConjugateGradientArguments
{
    /// <summary>P.</summary>
    public int Length;

    /// <summary>[P] what the solve starts from.</summary>
    public ArrayView<float> Source;

    /// <summary>[P] b, kept for the end of the solve.</summary>
    public ArrayView<float> RightHandSide;

    /// <summary>[P] x.</summary>
    public ArrayView<float> Solution;

    /// <summary>[P] r.</summary>
    public ArrayView<float> Residual;

    /// <summary>[P] p.</summary>
    public ArrayView<float> Direction;

    /// <summary>See <see cref="SolveScalars"/>.</summary>
    public ArrayView<double> Scalars;
}

/// <summary>Starts a solve of A x = b from zero.</summary>
/// <remarks>
/// <code>
/// computes  x = 0, r = p = b, |b|^2
/// threads   one group for the whole vector; shared memory 8 bytes a thread
/// Source         [P]  read
/// RightHandSide  [P]  write
/// Solution       [P]  write
/// Residual       [P]  write
/// Direction      [P]  write
/// Scalars        [6]  write
/// numeric   fp64 sum: each thread in order, then a tree over the threads
/// cost      2*P flop, 20*P bytes
/// truth     ReferenceBackend.BeginConjugateGradient
/// </code>
/// </remarks>
public static class BeginConjugateGradient
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(BeginConjugateGradientArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        double sum = 0;
        for (int p = Group.IdxX; p < n.Length; p += Group.DimX)
        {
            float b = n.Source[p];
            n.RightHandSide[p] = b;
            n.Solution[p] = 0f;
            n.Residual[p] = b;
            n.Direction[p] = b;
            sum += (double)b * b;
        }

        double squared = GroupSum.Of(shared, sum);
        if (Group.IdxX == 0)
        {
            n.Scalars[SolveScalars.RightHandSideSquared] = squared;
            n.Scalars[SolveScalars.ResidualSquared] = squared;
            n.Scalars[SolveScalars.Iterations] = 0;
            n.Scalars[SolveScalars.Stop] =
                !double.IsFinite(squared) ? SolveScalars.NonFiniteRightHandSide
                : (float)squared == 0f ? SolveScalars.ZeroRightHandSide
                : SolveScalars.Running;
        }
    }
}
