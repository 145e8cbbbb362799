using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="ConjugateGradientStep"/> reads and writes.</summary>
public struct ConjugateGradientStepArguments
{
    /// <summary>P.</summary>
    public int Length;

    /// <summary>The part of A that is a multiple of the identity.</summary>
    public float Damping;

    /// <summary>Converged when |r|^2 is not above this.</summary>
    public double ResidualTolerance;

    /// <summary>[P] x.</summary>
    public ArrayView<float> Solution;

    /// <summary>[P] r.</summary>
    public ArrayView<float> Residual;

    /// <summary>[P] p.</summary>
    public ArrayView<float> Direction;

    /// <summary>[P] A p.</summary>
    public ArrayView<float> Product;

    /// <summary>See <see cref="SolveScalars"/>.</summary>
    public ArrayView<double> Scalars;
}

/// <summary>One step of conjugate gradients, with every guard and every scalar on the device.</summary>
/// <remarks>
/// <code>
/// computes  a = |r|^2 / p'Ap, x += a p, r -= a Ap, p = r + (|r_new|^2 / |r|^2) p, or why not
/// threads   one group for the whole vector; shared memory 8 bytes a thread
/// Solution   [P]  add
/// Residual   [P]  add
/// Direction  [P]  add
/// Product    [P]  read
/// Scalars    [6]  add
/// numeric   fp64 sums: each thread in order, then a tree over the threads; vectors in fp32, each number rounded once
/// cost      12*P flop, 44*P bytes, most of them from the cache of one multiprocessor
/// truth     ReferenceBackend.ConjugateGradientStep
/// </code>
/// A step that a guard refuses changes nothing but the state; a solve that has stopped changes nothing at all, so
/// the host may launch all its iterations without asking.
/// </remarks>
public static class ConjugateGradientStep
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(ConjugateGradientStepArguments n)
    {
        if (n.Scalars[SolveScalars.Stop] != SolveScalars.Running)
        {
            return;
        }

        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        double squared = n.Scalars[SolveScalars.ResidualSquared];
        double ownCurvature = 0;
        double ownLength = 0;
        for (int i = Group.IdxX; i < n.Length; i += Group.DimX)
        {
            double p = n.Direction[i];
            ownCurvature += p * n.Product[i];
            ownLength += p * p;
        }

        double curvature = GroupSum.Of(shared, ownCurvature);
        double length = GroupSum.Of(shared, ownLength);
        float step = (float)(squared / curvature);
        double stop = Guard(curvature, 0.5 * n.Damping * length, step);
        double nextSquared = 0;
        if (stop == SolveScalars.Running)
        {
            // Known before anything is changed, so that a step into infinity leaves the solution as it is.
            double own = 0;
            for (int i = Group.IdxX; i < n.Length; i += Group.DimX)
            {
                double r = SingleRounding.FusedMultiplyAdd(-step, n.Product[i], n.Residual[i]);
                own += r * r;
            }

            nextSquared = GroupSum.Of(shared, own);
            stop = double.IsFinite(nextSquared) ? SolveScalars.Running : SolveScalars.NonFinite;
        }

        if (stop == SolveScalars.Running)
        {
            Advance(n, step, (float)(nextSquared / squared));
        }

        if (Group.IdxX == 0)
        {
            if (stop == SolveScalars.Running)
            {
                n.Scalars[SolveScalars.Iterations] += 1;
                n.Scalars[SolveScalars.ResidualSquared] = nextSquared;
                stop = nextSquared <= n.ResidualTolerance ? SolveScalars.Converged : SolveScalars.Running;
            }

            n.Scalars[SolveScalars.Stop] = stop;
        }
    }

    private static void Advance(ConjugateGradientStepArguments n, float step, float ratio)
    {
        for (int i = Group.IdxX; i < n.Length; i += Group.DimX)
        {
            float p = n.Direction[i];
            float r = SingleRounding.FusedMultiplyAdd(-step, n.Product[i], n.Residual[i]);
            n.Solution[i] = SingleRounding.FusedMultiplyAdd(step, p, n.Solution[i]);
            n.Residual[i] = r;
            n.Direction[i] = SingleRounding.FusedMultiplyAdd(ratio, p, r);
        }
    }

    private static double Guard(double curvature, double leastCurvature, float step) =>
        !double.IsFinite(curvature) ? SolveScalars.NonFinite
        : curvature <= 0 ? SolveScalars.NegativeCurvature
        : curvature < leastCurvature ? SolveScalars.CurvatureLost
        : float.IsFinite(step) ? SolveScalars.Running
        : SolveScalars.NonFinite;
}
