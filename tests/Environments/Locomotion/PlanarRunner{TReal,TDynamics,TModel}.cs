using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <inheritdoc/>
internal sealed class PlanarRunner<TReal, TDynamics, TModel> : PlanarRunner
    where TReal : unmanaged, IReal<TReal>
    where TDynamics : struct, IEnvironmentDynamics<TReal, PlanarState<TReal>>
    where TModel : struct, IPlanarModel
{
    private readonly ArrayStepMemory<TReal> memory = ArrayStepMemory<TReal>.For<TDynamics, PlanarState<TReal>>();
    private readonly PlanarState<TReal>[] state = new PlanarState<TReal>[1];
    private readonly ActionValues<TReal>[] action = new ActionValues<TReal>[1];
    private TReal reward;
    private TReal terminated;

    public override EnvironmentSpec Spec => TDynamics.Spec;

    public override int Dofs => PlanarPlan<TModel>.Dofs;

    public override int Lanes => IsDouble ? 1 : Unsafe.SizeOf<TReal>() / sizeof(float);

    public override int StartNumbers => TDynamics.StartNumbers;

    private static bool IsDouble => typeof(TReal) == typeof(Float64);

    public override double this[int lane, int field]
    {
        get => Lane(state.AsSpan(), field, lane);
        set => SetLane(state.AsSpan(), field, lane, value);
    }

    public override double Reward(int lane) => Lane(new Span<TReal>(ref reward), 0, lane);

    public override bool Terminated(int lane) => Lane(new Span<TReal>(ref terminated), 0, lane) != 0;

    public override double Observation(int lane, int index)
    {
        TReal value = TDynamics.Observation(state[0], index);
        return Lane(new Span<TReal>(ref value), 0, lane);
    }

    public override void SetAction(int lane, int column, double value) =>
        SetLane(action.AsSpan(), column, lane, value);

    public override void Step() => TDynamics.Step(ref state[0], action[0], memory, out reward, out terminated);

    public override void Reset(int lane, ReadOnlySpan<double> uniforms)
    {
        StateUniforms<TReal> numbers = default;
        for (int i = 0; i < uniforms.Length; i++)
        {
            SetLane(new Span<StateUniforms<TReal>>(ref numbers), i, lane, uniforms[i]);
        }

        PlanarState<TReal> start = TDynamics.Reset(numbers);
        for (int field = 0; field < Fields; field++)
        {
            this[lane, field] = Lane(new Span<PlanarState<TReal>>(ref start), field, lane);
        }
    }

    public override PlanarEvaluation Evaluate(double[] positions, double[] velocities, double[] controls)
    {
        double[] signs = Array.ConvertAll(TModel.Mechanism.Axes, axis => axis.Sign);
        for (int dof = 0; dof < Dofs; dof++)
        {
            PlanarAxis axis = TModel.Mechanism.Axes[dof];
            int motor = dof - TModel.FirstMotor;
            double control = motor >= 0 && motor < TModel.Motors ? controls[motor] : 0.0;
            Put(PlanarPlan<TModel>.Position + dof, signs[dof] * positions[dof]);
            Put(PlanarPlan<TModel>.Velocity + dof, signs[dof] * velocities[dof]);
            Put(
                PlanarPlan<TModel>.Motor + dof,
                signs[dof] * axis.Gear * Math.Clamp(control, -axis.ControlLimit, axis.ControlLimit));
            Put(PlanarPlan<TModel>.VelocitySum + dof, 0.0);
        }

        PlanarAcceleration<TReal, ArrayStepMemory<TReal>, TModel>.Unconstrained(memory);
        double[] unconstrained = Vector(PlanarPlan<TModel>.Acceleration, signs);
        double[,] mass = new double[Dofs, Dofs];
        for (int limb = 0; limb < TModel.Limbs; limb++)
        {
            for (int p = 0; p < PlanarPlan<TModel>.Path; p++)
            {
                for (int j = 0; j <= p; j++)
                {
                    int row = PlanarPlan<TModel>.Dof(limb, p);
                    int column = PlanarPlan<TModel>.Dof(limb, j);
                    mass[row, column] = signs[row] * signs[column]
                        * Scratch(PlanarPlan<TModel>.Mass + PlanarPlan<TModel>.Row(limb, p) + j);
                }
            }
        }

        PlanarAcceleration<TReal, ArrayStepMemory<TReal>, TModel>.Run(memory);
        PlanarAcceleration<TReal, ArrayStepMemory<TReal>, TModel>.AddConstraintForces(
            memory, PlanarPlan<TModel>.VelocitySum);
        return new PlanarEvaluation(
            mass, Vector(PlanarPlan<TModel>.Force, signs), unconstrained,
            Vector(PlanarPlan<TModel>.VelocitySum, signs), Vector(PlanarPlan<TModel>.Acceleration, signs),
            Contacts(positions), Rows());
    }

    // Where the balls touch, of those that do.
    private List<MujocoContact> Contacts(double[] positions)
    {
        List<MujocoContact> contacts = [];
        for (int ball = 0; ball < PlanarPlan<TModel>.Balls; ball++)
        {
            int own = PlanarPlan<TModel>.BallColumns + (ball * PlanarColumn.PerBall);
            if (Scratch(own + PlanarColumn.BallWeight) != 0)
            {
                int limbBall = ball - TModel.RootBalls;
                contacts.Add(new MujocoContact(
                    limbBall < 0 ? 1 : 2 + (limbBall / 2),
                    2.0 * (Scratch(own + PlanarColumn.PointW) + positions[1] + TModel.Mechanism.RootHeight),
                    Scratch(own + PlanarColumn.PointU) + positions[0]));
            }
        }

        return contacts;
    }

    // aref of all rows, limits first; of a pyramid n + mu t, n - mu t, n, n.
    private List<double> Rows()
    {
        List<double> rows = [];
        for (int k = 0; k < TModel.Limits; k++)
        {
            int own = PlanarPlan<TModel>.LimitColumns + (k * PlanarColumn.PerLimit);
            if (Scratch(own + PlanarColumn.LimitWeight) != 0)
            {
                rows.Add(Scratch(own + PlanarColumn.Direction) * Scratch(own + PlanarColumn.LimitTarget));
            }
        }

        for (int ball = 0; ball < PlanarPlan<TModel>.Balls; ball++)
        {
            int own = PlanarPlan<TModel>.BallColumns + (ball * PlanarColumn.PerBall);
            if (Scratch(own + PlanarColumn.BallWeight) != 0)
            {
                double normal = Scratch(own + PlanarColumn.NormalTarget);
                TReal friction = memory.Constant(
                    PlanarPlan<TModel>.BallConstants + (ball * PlanarConstant.PerBall) + PlanarConstant.Friction);
                double tangent = Scratch(own + PlanarColumn.TangentTarget) * Lane(new Span<TReal>(ref friction), 0, 0);
                rows.AddRange([normal + tangent, normal - tangent, normal, normal]);
            }
        }

        return rows;
    }

    private double[] Vector(int column, double[] signs)
    {
        double[] numbers = new double[Dofs];
        for (int dof = 0; dof < Dofs; dof++)
        {
            numbers[dof] = signs[dof] * Scratch(column + dof);
        }

        return numbers;
    }

    private void Put(int column, double value)
    {
        ArrayStepMemory<TReal> writable = memory;
        writable[column] = TReal.Constant(value);
    }

    private double Scratch(int column)
    {
        TReal value = memory[column];
        return Lane(new Span<TReal>(ref value), 0, 0);
    }

    // Field k of a struct of numbers, in one lane.
    private static double Lane<T>(Span<T> fields, int k, int lane)
        where T : unmanaged =>
        IsDouble
            ? MemoryMarshal.Cast<T, double>(fields)[k]
            : MemoryMarshal.Cast<T, float>(fields)[(k * (Unsafe.SizeOf<TReal>() / sizeof(float))) + lane];

    private static void SetLane<T>(Span<T> fields, int k, int lane, double value)
        where T : unmanaged
    {
        if (IsDouble)
        {
            MemoryMarshal.Cast<T, double>(fields)[k] = value;
        }
        else
        {
            MemoryMarshal.Cast<T, float>(fields)[(k * (Unsafe.SizeOf<TReal>() / sizeof(float))) + lane] = (float)value;
        }
    }
}
