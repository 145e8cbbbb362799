using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// Solves a symmetric positive definite system with the sparsity of the mass matrix: <c>A = L' D L</c> with L unit
/// lower triangular, eliminating from the ends of the limbs to the root, which fills nothing in (Featherstone, 2005).
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
internal static class PlanarSolve<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>
    /// Replaces the right-hand side in <c>Acceleration</c> by the solution for the matrix in <c>Matrix</c>, which is
    /// lost.
    /// </summary>
    internal static void Run(TMemory memory)
    {
        for (int limb = TModel.Limbs - 1; limb >= 0; limb--)
        {
            for (int p = PlanarPlan<TModel>.Path - 1; p >= PlanarPlan<TModel>.RootDofs; p--)
            {
                Eliminate(memory, limb, p);
            }
        }

        for (int p = PlanarPlan<TModel>.RootDofs - 1; p >= 0; p--)
        {
            Eliminate(memory, 0, p);
        }

        for (int p = 1; p < PlanarPlan<TModel>.RootDofs; p++)
        {
            Substitute(memory, 0, p);
        }

        for (int limb = 0; limb < TModel.Limbs; limb++)
        {
            for (int p = PlanarPlan<TModel>.RootDofs; p < PlanarPlan<TModel>.Path; p++)
            {
                Substitute(memory, limb, p);
            }
        }
    }

    // Takes position p out of the rows before it, whose columns are left of its own: a row of L takes its place.
    private static void Eliminate(TMemory memory, int limb, int p)
    {
        int pivotRow = PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(limb, p);
        int pivotDof = PlanarPlan<TModel>.Acceleration + PlanarPlan<TModel>.Dof(limb, p);
        TReal inverse = TReal.Constant(1.0) / memory[pivotRow + p];
        TReal right = memory[pivotDof];
        for (int i = p - 1; i >= 0; i--)
        {
            TReal factor = memory[pivotRow + i] * inverse;
            TReal less = -factor;
            int row = PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(limb, i);
            for (int j = 0; j <= i; j++)
            {
                memory[row + j] = TReal.FusedMultiplyAdd(less, memory[pivotRow + j], memory[row + j]);
            }

            int dof = PlanarPlan<TModel>.Acceleration + PlanarPlan<TModel>.Dof(limb, i);
            memory[dof] = TReal.FusedMultiplyAdd(less, right, memory[dof]);
            memory[pivotRow + i] = factor;
        }

        memory[pivotDof] = right * inverse;
    }

    private static void Substitute(TMemory memory, int limb, int p)
    {
        int row = PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(limb, p);
        int own = PlanarPlan<TModel>.Acceleration + PlanarPlan<TModel>.Dof(limb, p);
        TReal solution = memory[own];
        for (int i = 0; i < p; i++)
        {
            int dof = PlanarPlan<TModel>.Acceleration + PlanarPlan<TModel>.Dof(limb, i);
            solution = TReal.FusedMultiplyAdd(-memory[row + i], memory[dof], solution);
        }

        memory[own] = solution;
    }
}
