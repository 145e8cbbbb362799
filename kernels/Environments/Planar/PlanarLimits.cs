using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// Joint limits as soft constraints: one row a limited degree of freedom, at the end of the range that is nearer.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
internal static class PlanarLimits<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>Writes the rows for the state; none is active yet.</summary>
    internal static void Find(TMemory memory)
    {
        TReal one = TReal.Constant(1.0);
        for (int k = 0; k < TModel.Limits; k++)
        {
            int dof = TModel.FirstLimit + k;
            int row = PlanarPlan<TModel>.LimitColumns + (k * PlanarColumn.PerLimit);
            int constants = PlanarPlan<TModel>.DofConstants + (dof * PlanarConstant.PerDof);
            TReal position = memory[PlanarPlan<TModel>.Position + dof];
            TReal aboveLow = position - memory.Constant(constants + PlanarConstant.Low);
            TReal belowHigh = memory.Constant(constants + PlanarConstant.High) - position;
            TReal direction = TReal.SelectLess(aboveLow, belowHigh, one, -one);
            TReal distance = TReal.SelectLess(aboveLow, belowHigh, aboveLow, belowHigh);
            Softness.Respond(
                memory, PlanarConstant.LimitSoftness, distance, out TReal weight, out TReal push);

            TReal damping = Softness.DampingOf<TReal, TMemory>(memory, PlanarConstant.LimitSoftness);
            memory[row + PlanarColumn.Direction] = direction;
            memory[row + PlanarColumn.LimitWeight] = weight * memory.Constant(constants + PlanarConstant.LimitScale);
            memory[row + PlanarColumn.LimitTarget] = TReal.FusedMultiplyAdd(
                -damping, memory[PlanarPlan<TModel>.Velocity + dof], direction * push);
            memory[row + PlanarColumn.LimitActive] = TReal.Constant(0.0);
        }
    }

    /// <summary>Marks the rows that the acceleration violates.</summary>
    /// <returns>1 where a mark changed, else <paramref name="changed"/>.</returns>
    internal static TReal Mark(TMemory memory, TReal changed)
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        for (int k = 0; k < TModel.Limits; k++)
        {
            int row = PlanarPlan<TModel>.LimitColumns + (k * PlanarColumn.PerLimit);
            TReal residual = Residual(memory, k, row);
            TReal active = TReal.SelectLess(residual, zero, memory[row + PlanarColumn.LimitWeight], zero);
            changed = TReal.SelectEqual(active, memory[row + PlanarColumn.LimitActive], changed, one);
            memory[row + PlanarColumn.LimitActive] = active;
        }

        return changed;
    }

    /// <summary>Adds the active rows to matrix and right-hand side.</summary>
    internal static void Assemble(TMemory memory)
    {
        for (int k = 0; k < TModel.Limits; k++)
        {
            int dof = TModel.FirstLimit + k;
            int row = PlanarPlan<TModel>.LimitColumns + (k * PlanarColumn.PerLimit);
            TReal active = memory[row + PlanarColumn.LimitActive];
            int diagonal = Diagonal(dof);
            int right = PlanarPlan<TModel>.Acceleration + dof;
            memory[diagonal] = memory[diagonal] + active;
            memory[right] =
                TReal.FusedMultiplyAdd(active, memory[row + PlanarColumn.LimitTarget], memory[right]);
        }
    }

    /// <summary>The force of a limit along its degree of freedom, at the solution.</summary>
    /// <param name="memory">Scratch.</param>
    /// <param name="k">Which of the limits.</param>
    internal static TReal Force(TMemory memory, int k)
    {
        int row = PlanarPlan<TModel>.LimitColumns + (k * PlanarColumn.PerLimit);
        TReal acceleration = memory[PlanarPlan<TModel>.Acceleration + TModel.FirstLimit + k];
        return memory[row + PlanarColumn.LimitActive] * (memory[row + PlanarColumn.LimitTarget] - acceleration);
    }

    // Negative where the acceleration leads further out than the row wants.
    private static TReal Residual(TMemory memory, int k, int row)
    {
        TReal acceleration = memory[PlanarPlan<TModel>.Acceleration + TModel.FirstLimit + k];
        return memory[row + PlanarColumn.Direction] * (acceleration - memory[row + PlanarColumn.LimitTarget]);
    }

    private static int Diagonal(int dof)
    {
        int beyond = dof - PlanarPlan<TModel>.RootDofs;
        if (beyond < 0)
        {
            return PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(0, dof) + dof;
        }

        int limb = beyond / TModel.LimbLinks;
        int p = PlanarPlan<TModel>.RootDofs + (beyond - (limb * TModel.LimbLinks));
        return PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(limb, p) + p;
    }
}
