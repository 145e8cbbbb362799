using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// What the tasks with planar mechanisms share: start states with noise, and a step from state to state.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
internal static class PlanarTask<TReal, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>Uniform numbers of a start state with uniform noise.</summary>
    internal static int UniformNumbers => 2 * PlanarPlan<TModel>.Dofs;

    /// <summary>Uniform numbers of a start state with normal noise in the velocities, which come in pairs.</summary>
    internal static int NormalNumbers => PlanarPlan<TModel>.Dofs + (2 * ((PlanarPlan<TModel>.Dofs + 1) / 2));

    /// <summary>Seconds of a step of the environment.</summary>
    internal static double StepSeconds => TModel.FrameSkip * TModel.Mechanism.StepSeconds;

    /// <summary>Zero, plus uniform noise up to a magnitude.</summary>
    internal static PlanarState<TReal> UniformNoise(
        in StateUniforms<TReal> uniforms, double positions, double velocities)
    {
        PlanarState<TReal> state = NoisyPositions(uniforms, positions);
        state.V0 = Uniform(uniforms, 0, PlanarPlan<TModel>.Dofs + 0, velocities);
        state.V1 = Uniform(uniforms, 1, PlanarPlan<TModel>.Dofs + 1, velocities);
        state.V2 = Uniform(uniforms, 2, PlanarPlan<TModel>.Dofs + 2, velocities);
        state.V3 = Uniform(uniforms, 3, PlanarPlan<TModel>.Dofs + 3, velocities);
        state.V4 = Uniform(uniforms, 4, PlanarPlan<TModel>.Dofs + 4, velocities);
        state.V5 = Uniform(uniforms, 5, PlanarPlan<TModel>.Dofs + 5, velocities);
        state.V6 = Uniform(uniforms, 6, PlanarPlan<TModel>.Dofs + 6, velocities);
        state.V7 = Uniform(uniforms, 7, PlanarPlan<TModel>.Dofs + 7, velocities);
        state.V8 = Uniform(uniforms, 8, PlanarPlan<TModel>.Dofs + 8, velocities);
        return state;
    }

    /// <summary>Zero, plus uniform noise up to a magnitude in positions and normal noise in velocities.</summary>
    internal static PlanarState<TReal> NormalNoise(
        in StateUniforms<TReal> uniforms, double positions, double deviation)
    {
        PlanarState<TReal> state = NoisyPositions(uniforms, positions);
        state.V0 = Normal(uniforms, 0, deviation);
        state.V1 = Normal(uniforms, 1, deviation);
        state.V2 = Normal(uniforms, 2, deviation);
        state.V3 = Normal(uniforms, 3, deviation);
        state.V4 = Normal(uniforms, 4, deviation);
        state.V5 = Normal(uniforms, 5, deviation);
        state.V6 = Normal(uniforms, 6, deviation);
        state.V7 = Normal(uniforms, 7, deviation);
        state.V8 = Normal(uniforms, 8, deviation);
        return state;
    }

    /// <summary>
    /// Advances a state by one step of the environment; the motors clip the action to their ranges.
    /// </summary>
    /// <returns>How far the root moved along u, where it floats; else 0.</returns>
    internal static TReal Advance<TMemory>(
        ref PlanarState<TReal> state, in ActionValues<TReal> action, TMemory memory)
        where TMemory : struct, IStepMemory<TReal>
    {
        Load(state, memory);
        Drive(action, memory);
        PlanarStep<TReal, TMemory, TModel>.Run(memory);
        TReal moved = IsFloating ? memory[PlanarPlan<TModel>.Position] : TReal.Constant(0.0);
        TReal start = state.Q0;
        Store(ref state, memory);
        state.Q0 = IsFloating ? start + moved : state.Q0;
        state.Unsettled += memory[PlanarPlan<TModel>.Unsettled];
        return moved;
    }

    /// <summary>1 where all numbers of a state are finite, else 0.</summary>
    internal static TReal IsFinite(in PlanarState<TReal> state)
    {
        TReal zero = TReal.Constant(0.0);
        TReal sum = zero;
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            sum = TReal.FusedMultiplyAdd(state.Position(dof), zero, sum);
            sum = TReal.FusedMultiplyAdd(state.Velocity(dof), zero, sum);
        }

        return TReal.SelectEqual(sum, zero, TReal.Constant(1.0), zero);
    }

    /// <summary>The sum of the squares of the action as given.</summary>
    internal static TReal SquareSum(in ActionValues<TReal> action)
    {
        TReal sum = action.A0 * action.A0;
        for (int motor = 1; motor < TModel.Motors; motor++)
        {
            TReal value = ActionAt(action, motor);
            sum = TReal.FusedMultiplyAdd(value, value, sum);
        }

        return sum;
    }

    /// <summary>
    /// A component of the observation of a mechanism that floats: all positions but the first, then all velocities.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TReal Floating(in PlanarState<TReal> state, int index) =>
        index < PlanarPlan<TModel>.Dofs - 1
            ? state.Position(index + 1)
            : state.Velocity(index - (PlanarPlan<TModel>.Dofs - 1));

    // Nothing depends on where a floating root is along u: it starts from 0 and keeps its digits.
    private static bool IsFloating => TModel.SlidesAlongW == 1;

    private static void Load<TMemory>(in PlanarState<TReal> state, TMemory memory)
        where TMemory : struct, IStepMemory<TReal>
    {
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            TReal sign = Constant(memory, dof, PlanarConstant.Sign);
            memory[PlanarPlan<TModel>.Position + dof] = sign * state.Position(dof);
            memory[PlanarPlan<TModel>.Velocity + dof] = sign * state.Velocity(dof);
        }

        if (IsFloating)
        {
            memory[PlanarPlan<TModel>.Position] = TReal.Constant(0.0);
        }
    }

    private static void Store<TMemory>(ref PlanarState<TReal> state, TMemory memory)
        where TMemory : struct, IStepMemory<TReal>
    {
        state.Q0 = Signed(memory, 0, PlanarPlan<TModel>.Position, state.Q0);
        state.V0 = Signed(memory, 0, PlanarPlan<TModel>.Velocity, state.V0);
        state.Q1 = Signed(memory, 1, PlanarPlan<TModel>.Position, state.Q1);
        state.V1 = Signed(memory, 1, PlanarPlan<TModel>.Velocity, state.V1);
        state.Q2 = Signed(memory, 2, PlanarPlan<TModel>.Position, state.Q2);
        state.V2 = Signed(memory, 2, PlanarPlan<TModel>.Velocity, state.V2);
        state.Q3 = Signed(memory, 3, PlanarPlan<TModel>.Position, state.Q3);
        state.V3 = Signed(memory, 3, PlanarPlan<TModel>.Velocity, state.V3);
        state.Q4 = Signed(memory, 4, PlanarPlan<TModel>.Position, state.Q4);
        state.V4 = Signed(memory, 4, PlanarPlan<TModel>.Velocity, state.V4);
        state.Q5 = Signed(memory, 5, PlanarPlan<TModel>.Position, state.Q5);
        state.V5 = Signed(memory, 5, PlanarPlan<TModel>.Velocity, state.V5);
        state.Q6 = Signed(memory, 6, PlanarPlan<TModel>.Position, state.Q6);
        state.V6 = Signed(memory, 6, PlanarPlan<TModel>.Velocity, state.V6);
        state.Q7 = Signed(memory, 7, PlanarPlan<TModel>.Position, state.Q7);
        state.V7 = Signed(memory, 7, PlanarPlan<TModel>.Velocity, state.V7);
        state.Q8 = Signed(memory, 8, PlanarPlan<TModel>.Position, state.Q8);
        state.V8 = Signed(memory, 8, PlanarPlan<TModel>.Velocity, state.V8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Signed<TMemory>(TMemory memory, int dof, int columns, TReal otherwise)
        where TMemory : struct, IStepMemory<TReal> =>
        dof < PlanarPlan<TModel>.Dofs
            ? Constant(memory, dof, PlanarConstant.Sign) * memory[columns + dof]
            : otherwise;

    private static void Drive<TMemory>(in ActionValues<TReal> action, TMemory memory)
        where TMemory : struct, IStepMemory<TReal>
    {
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            int motor = dof - TModel.FirstMotor;
            memory[PlanarPlan<TModel>.Motor + dof] = motor >= 0 && motor < TModel.Motors
                ? Constant(memory, dof, PlanarConstant.Gear) * Clip(
                    ActionAt(action, motor), Constant(memory, dof, PlanarConstant.ControlLimit))
                : TReal.Constant(0.0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Constant<TMemory>(TMemory memory, int dof, int which)
        where TMemory : struct, IStepMemory<TReal> =>
        memory.Constant(PlanarPlan<TModel>.DofConstants + (dof * PlanarConstant.PerDof) + which);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Clip(TReal x, TReal limit) =>
        TReal.SelectLess(x, -limit, -limit, TReal.SelectLess(limit, x, limit, x));

    private static TReal ActionAt(in ActionValues<TReal> action, int motor) => motor switch
    {
        0 => action.A0,
        1 => action.A1,
        2 => action.A2,
        3 => action.A3,
        4 => action.A4,
        _ => action.A5,
    };

    private static PlanarState<TReal> NoisyPositions(in StateUniforms<TReal> uniforms, double noise)
    {
        PlanarState<TReal> state = default;
        state.Q0 = Uniform(uniforms, 0, 0, noise);
        state.Q1 = Uniform(uniforms, 1, 1, noise);
        state.Q2 = Uniform(uniforms, 2, 2, noise);
        state.Q3 = Uniform(uniforms, 3, 3, noise);
        state.Q4 = Uniform(uniforms, 4, 4, noise);
        state.Q5 = Uniform(uniforms, 5, 5, noise);
        state.Q6 = Uniform(uniforms, 6, 6, noise);
        state.Q7 = Uniform(uniforms, 7, 7, noise);
        state.Q8 = Uniform(uniforms, 8, 8, noise);
        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Uniform(in StateUniforms<TReal> uniforms, int dof, int number, double noise) =>
        dof < PlanarPlan<TModel>.Dofs ? Interval.At(uniforms.At(number), -noise, noise) : TReal.Constant(0.0);

    // Neighbouring velocities share a pair. The radius of a pair must not be zero: 1 - u is in (0, 1].
    private static TReal Normal(in StateUniforms<TReal> uniforms, int dof, double deviation)
    {
        if (dof >= PlanarPlan<TModel>.Dofs)
        {
            return TReal.Constant(0.0);
        }

        int pair = PlanarPlan<TModel>.Dofs + (dof & ~1);
        NormalPair<TReal> numbers = NormalPair<TReal>.FromUniform(
            TReal.Constant(1.0) - uniforms.At(pair), uniforms.At(pair + 1));
        return TReal.Constant(deviation) * ((dof & 1) == 0 ? numbers.First : numbers.Second);
    }
}
