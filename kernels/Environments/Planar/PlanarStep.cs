using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>Steps of the integrator and of the environment, on positions and velocities in the scratch.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
public static class PlanarStep<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    private const int Stages = 4;

    /// <summary>
    /// Advances by one step of the environment under constant motor forces. Links and constraints are left as the last
    /// evaluation had them: with the Runge-Kutta method that of the fourth stage, which is what MuJoCo shows too.
    /// </summary>
    public static void Run(TMemory memory)
    {
        memory[PlanarPlan<TModel>.Unsettled] = TReal.Constant(0.0);
        for (int frame = 0; frame < TModel.FrameSkip; frame++)
        {
            if (TModel.IsEuler == 1)
            {
                Euler(memory);
            }
            else
            {
                RungeKutta(memory);
            }
        }
    }

    // The classic method of fourth order; positions move with the velocities of the stages.
    private static void RungeKutta(TMemory memory)
    {
        TReal step = memory.Constant(PlanarConstant.StepSeconds);
        TReal half = TReal.Constant(0.5) * step;
        Begin(memory);
        for (int stage = 0; stage < Stages; stage++)
        {
            PlanarAcceleration<TReal, TMemory, TModel>.Run(memory);
            TReal weight = TReal.Constant(stage == 0 || stage == Stages - 1 ? 1.0 : 2.0);
            TReal onwards = stage < 2 ? half : step;
            for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
            {
                Advance(memory, dof, weight, onwards);
            }
        }

        TReal sixth = step / TReal.Constant(6.0);
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            memory[PlanarPlan<TModel>.Position + dof] = TReal.FusedMultiplyAdd(
                sixth, memory[PlanarPlan<TModel>.VelocitySum + dof],
                memory[PlanarPlan<TModel>.StartPosition + dof]);
            memory[PlanarPlan<TModel>.Velocity + dof] = TReal.FusedMultiplyAdd(
                sixth, memory[PlanarPlan<TModel>.AccelerationSum + dof],
                memory[PlanarPlan<TModel>.StartVelocity + dof]);
        }
    }

    private static void Begin(TMemory memory)
    {
        TReal zero = TReal.Constant(0.0);
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            memory[PlanarPlan<TModel>.StartPosition + dof] = memory[PlanarPlan<TModel>.Position + dof];
            memory[PlanarPlan<TModel>.StartVelocity + dof] = memory[PlanarPlan<TModel>.Velocity + dof];
            memory[PlanarPlan<TModel>.VelocitySum + dof] = zero;
            memory[PlanarPlan<TModel>.AccelerationSum + dof] = zero;
        }
    }

    // Counts the stage, and moves on to the state of the next.
    private static void Advance(TMemory memory, int dof, TReal weight, TReal onwards)
    {
        TReal velocity = memory[PlanarPlan<TModel>.Velocity + dof];
        TReal acceleration = memory[PlanarPlan<TModel>.Acceleration + dof];
        memory[PlanarPlan<TModel>.VelocitySum + dof] =
            TReal.FusedMultiplyAdd(weight, velocity, memory[PlanarPlan<TModel>.VelocitySum + dof]);
        memory[PlanarPlan<TModel>.AccelerationSum + dof] =
            TReal.FusedMultiplyAdd(weight, acceleration, memory[PlanarPlan<TModel>.AccelerationSum + dof]);
        memory[PlanarPlan<TModel>.Position + dof] =
            TReal.FusedMultiplyAdd(onwards, velocity, memory[PlanarPlan<TModel>.StartPosition + dof]);
        memory[PlanarPlan<TModel>.Velocity + dof] =
            TReal.FusedMultiplyAdd(onwards, acceleration, memory[PlanarPlan<TModel>.StartVelocity + dof]);
    }

    // Semi-implicit Euler whose velocities, and only they, take the damping of the joints at the end of the step:
    // (M + h diag(damping)) a' = tau + forces of constraints.
    private static void Euler(TMemory memory)
    {
        TReal step = memory.Constant(PlanarConstant.StepSeconds);
        PlanarAcceleration<TReal, TMemory, TModel>.Run(memory);
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            memory[PlanarPlan<TModel>.VelocitySum + dof] = memory[PlanarPlan<TModel>.Force + dof];
        }

        PlanarAcceleration<TReal, TMemory, TModel>.AddConstraintForces(memory, PlanarPlan<TModel>.VelocitySum);
        for (int k = 0; k < PlanarPlan<TModel>.MatrixSize; k++)
        {
            memory[PlanarPlan<TModel>.Matrix + k] = memory[PlanarPlan<TModel>.Mass + k];
        }

        for (int limb = 0; limb < TModel.Limbs; limb++)
        {
            for (int p = limb == 0 ? 0 : PlanarPlan<TModel>.RootDofs; p < PlanarPlan<TModel>.Path; p++)
            {
                int dof = PlanarPlan<TModel>.Dof(limb, p);
                int diagonal = PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(limb, p) + p;
                TReal damping = memory.Constant(
                    PlanarPlan<TModel>.DofConstants + (dof * PlanarConstant.PerDof) + PlanarConstant.Damping);
                memory[diagonal] = TReal.FusedMultiplyAdd(step, damping, memory[diagonal]);
                memory[PlanarPlan<TModel>.Acceleration + dof] = memory[PlanarPlan<TModel>.VelocitySum + dof];
            }
        }

        PlanarSolve<TReal, TMemory, TModel>.Run(memory);
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            TReal velocity = TReal.FusedMultiplyAdd(
                step, memory[PlanarPlan<TModel>.Acceleration + dof], memory[PlanarPlan<TModel>.Velocity + dof]);
            memory[PlanarPlan<TModel>.Velocity + dof] = velocity;
            memory[PlanarPlan<TModel>.Position + dof] =
                TReal.FusedMultiplyAdd(step, velocity, memory[PlanarPlan<TModel>.Position + dof]);
        }
    }
}
