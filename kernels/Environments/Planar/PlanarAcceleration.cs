using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// One forward evaluation: the acceleration of a planar mechanism with soft constraints for its position, velocity and
/// motor forces.
/// </summary>
/// <remarks>
/// The acceleration minimises <c>(a - a0)'M(a - a0) / 2 + sum over rows D min(0, J a - aref)^2 / 2</c> with
/// <c>a0 = M^-1 tau</c>. Given the set of active rows, those with <c>J a &lt; aref</c>, that is one linear system; the
/// set is iterated from that of a0 until it repeats (Newton's method with full steps, MuJoCo's constraint model). Lanes
/// whose set has settled solve the same system again and get the same bits.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
public static class PlanarAcceleration<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>
    /// The most systems that are solved for constraints in one evaluation. Seven were enough for 240,000 random states.
    /// </summary>
    public const int SolveLimit = 10;

    /// <summary>Fills <c>Acceleration</c> from <c>Position</c>, <c>Velocity</c> and <c>Motor</c>.</summary>
    public static void Run(TMemory memory)
    {
        Unconstrained(memory);
        PlanarLimits<TReal, TMemory, TModel>.Find(memory);
        PlanarContacts<TReal, TMemory, TModel>.Find(memory);
        bool settled = false;
        for (int solves = 0; !settled; solves++)
        {
            TReal changed = Mark(memory);
            settled = !TReal.IsAnyNonZero(changed) || solves == SolveLimit;
            if (settled)
            {
                int unsettled = PlanarPlan<TModel>.Unsettled;
                memory[unsettled] = memory[unsettled] + changed;
            }
            else
            {
                Begin(memory);
                PlanarLimits<TReal, TMemory, TModel>.Assemble(memory);
                PlanarContacts<TReal, TMemory, TModel>.Assemble(memory);
                PlanarSolve<TReal, TMemory, TModel>.Run(memory);
            }
        }
    }

    /// <summary>M, tau, and <c>Acceleration</c> = M^-1 tau.</summary>
    public static void Unconstrained(TMemory memory)
    {
        PlanarKinematics<TReal, TMemory, TModel>.Run(memory);
        PlanarForces<TReal, TMemory, TModel>.Run(memory);
        PlanarMass<TReal, TMemory, TModel>.Run(memory);
        Begin(memory);
        PlanarSolve<TReal, TMemory, TModel>.Run(memory);
    }

    /// <summary>Adds the forces of all constraints at the solution.</summary>
    /// <param name="memory">Scratch, after <see cref="Run"/>.</param>
    /// <param name="forces">[nv] column 0 of what to add to.</param>
    public static void AddConstraintForces(TMemory memory, int forces)
    {
        PlanarContacts<TReal, TMemory, TModel>.AddForces(memory, forces);
        for (int k = 0; k < TModel.Limits; k++)
        {
            int dof = forces + TModel.FirstLimit + k;
            memory[dof] = memory[dof] + PlanarLimits<TReal, TMemory, TModel>.Force(memory, k);
        }
    }

    private static TReal Mark(TMemory memory)
    {
        TReal changed = PlanarLimits<TReal, TMemory, TModel>.Mark(memory, TReal.Constant(0.0));
        return PlanarContacts<TReal, TMemory, TModel>.Mark(memory, changed);
    }

    // M and tau, to which the active rows are added.
    private static void Begin(TMemory memory)
    {
        for (int k = 0; k < PlanarPlan<TModel>.MatrixSize; k++)
        {
            memory[PlanarPlan<TModel>.Matrix + k] = memory[PlanarPlan<TModel>.Mass + k];
        }

        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            memory[PlanarPlan<TModel>.Acceleration + dof] = memory[PlanarPlan<TModel>.Force + dof];
        }
    }
}
