using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// One forward evaluation: the acceleration of a planar mechanism with soft constraints for its position, velocity and
/// motor forces.
/// </summary>
/// <remarks>
/// The acceleration minimises <c>(a - a0)'M(a - a0) / 2 + sum over rows D min(0, J a - aref)^2 / 2</c> with
/// <c>a0 = M^-1 tau</c>. Given the set of active rows, those with <c>J a &lt; aref</c>, that is one linear system; the
/// set is iterated from that of a0 until it repeats (Newton's method, MuJoCo's constraint model). One or two solves are
/// the rule; full steps go round in circles once in 50,000 evaluations of a walker that lies on the floor, so after
/// some of them steps are halved. Lanes whose set has settled solve the same system again and get the same bits.
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
    /// The most systems that are solved for constraints in one evaluation. In double precision they were enough for 16
    /// million evaluations of half_cheetah and of each walker2d, falls included.
    /// </summary>
    public const int SolveLimit = 40;

    /// <summary>Solves whose solutions are taken as they are; from then on steps go halfway.</summary>
    private const int FullSteps = 5;

    /// <summary>Relative to the largest acceleration: the error of one in single precision.</summary>
    private const double Negligible = 3e-4;

    /// <summary>Fills <c>Acceleration</c> from <c>Position</c>, <c>Velocity</c> and <c>Motor</c>.</summary>
    public static void Run(TMemory memory)
    {
        Unconstrained(memory);
        PlanarLimits<TReal, TMemory, TModel>.Find(memory);
        PlanarContacts<TReal, TMemory, TModel>.Find(memory);
        TReal changed = Mark(memory);
        for (int solves = 0; solves < SolveLimit && TReal.IsAnyNonZero(changed); solves++)
        {
            if (solves >= FullSteps)
            {
                StepBack(memory, changed);
                Mark(memory);
            }

            Solve(memory);
            changed = Mark(memory);
        }

        CountUnsettled(memory, changed);
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

    // A row may also come and go because its residual is rounding error: then the solutions on both sides are as good
    // as the same, and nothing is amiss.
    private static void CountUnsettled(TMemory memory, TReal changed)
    {
        if (!TReal.IsAnyNonZero(changed))
        {
            return;
        }

        TReal size = TReal.Constant(1.0);
        TReal gap = TReal.Constant(0.0);
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            TReal solution = memory[PlanarPlan<TModel>.Acceleration + dof];
            TReal difference = TReal.Abs(solution - memory[PlanarPlan<TModel>.SolvedFrom + dof]);
            TReal magnitude = TReal.Abs(solution);
            size = TReal.SelectLess(size, magnitude, magnitude, size);
            gap = TReal.SelectLess(gap, difference, difference, gap);
        }

        int unsettled = PlanarPlan<TModel>.Unsettled;
        TReal counted = TReal.SelectLess(TReal.Constant(Negligible) * size, gap, changed, TReal.Constant(0.0));
        memory[unsettled] = memory[unsettled] + counted;
    }

    // Where the set goes round in a circle, full steps overshoot: halfway back to where the last one came from.
    private static void StepBack(TMemory memory, TReal changed)
    {
        TReal zero = TReal.Constant(0.0);
        TReal half = TReal.Constant(0.5);
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            TReal solution = memory[PlanarPlan<TModel>.Acceleration + dof];
            TReal middle = half * (memory[PlanarPlan<TModel>.SolvedFrom + dof] + solution);
            memory[PlanarPlan<TModel>.Acceleration + dof] = TReal.SelectEqual(changed, zero, solution, middle);
        }
    }

    // The minimum for the marked rows.
    private static void Solve(TMemory memory)
    {
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            memory[PlanarPlan<TModel>.SolvedFrom + dof] = memory[PlanarPlan<TModel>.Acceleration + dof];
        }

        Begin(memory);
        PlanarLimits<TReal, TMemory, TModel>.Assemble(memory);
        PlanarContacts<TReal, TMemory, TModel>.Assemble(memory);
        PlanarSolve<TReal, TMemory, TModel>.Run(memory);
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
