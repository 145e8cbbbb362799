using System;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>The kinds of number that the dynamics are tested in.</summary>
public enum NumberKind
{
    Double,
    Single,
    OneLane,
    EightLanes,
    SixteenLanes,
}

/// <summary>
/// Steps a task with a planar mechanism, one environment a lane, with states and results in double precision.
/// </summary>
internal abstract class PlanarRunner
{
    public abstract EnvironmentSpec Spec { get; }

    /// <summary>nv.</summary>
    public abstract int Dofs { get; }

    public abstract int Lanes { get; }

    public abstract int StartNumbers { get; }

    /// <summary>[lanes] rewards of the last step.</summary>
    public abstract double Reward(int lane);

    public abstract bool Terminated(int lane);

    /// <summary>Field of the state: positions from 0, velocities from 9, two numbers kept, unsettled solves.</summary>
    public abstract double this[int lane, int field] { get; set; }

    public abstract double Observation(int lane, int index);

    public abstract void SetAction(int lane, int column, double value);

    public abstract void Step();

    /// <summary>Puts one lane into a start state.</summary>
    public abstract void Reset(int lane, ReadOnlySpan<double> uniforms);

    /// <summary>One forward evaluation of lane 0, as MuJoCo counts.</summary>
    public abstract PlanarEvaluation Evaluate(double[] positions, double[] velocities, double[] controls);

    public const int Velocity = 9;
    public const int Kept = 18;
    public const int Unsettled = 20;
    public const int Fields = 21;

    public double[] Positions(int lane) => Slice(lane, 0, Dofs);

    public double[] Velocities(int lane) => Slice(lane, Velocity, Dofs);

    public void SetState(int lane, double[] positions, double[] velocities)
    {
        for (int field = 0; field < Fields; field++)
        {
            this[lane, field] = 0;
        }

        for (int i = 0; i < positions.Length; i++)
        {
            this[lane, i] = positions[i];
            this[lane, Velocity + i] = velocities[i];
        }
    }

    public static PlanarRunner Create(string environment, NumberKind kind) => kind switch
    {
        NumberKind.Double => Create<Float64>(environment),
        NumberKind.Single => Create<Float32>(environment),
        NumberKind.OneLane => Create<Lanes1>(environment),
        NumberKind.EightLanes => Create<Lanes8>(environment),
        _ => Create<Lanes16>(environment),
    };

    private static PlanarRunner Create<T>(string environment)
        where T : unmanaged, IReal<T> => environment switch
        {
            "reacher" => new PlanarRunner<T, Reacher<T, Version5>, ReacherModel>(),
            "reacher_v4" => new PlanarRunner<T, Reacher<T, Version4>, ReacherModel>(),
            "inverted_pendulum" => new PlanarRunner<T, InvertedPendulum<T, Version5>, InvertedPendulumModel>(),
            "inverted_pendulum_v4" => new PlanarRunner<T, InvertedPendulum<T, Version4>, InvertedPendulumModel>(),
            "inverted_double_pendulum" =>
                new PlanarRunner<T, InvertedDoublePendulum<T, Version5>, InvertedDoublePendulumModel>(),
            "inverted_double_pendulum_v4" =>
                new PlanarRunner<T, InvertedDoublePendulum<T, Version4>, InvertedDoublePendulumModel>(),
            "swimmer" => new PlanarRunner<T, Swimmer<T>, SwimmerModel>(),
            "hopper" => new PlanarRunner<T, Hopper<T, Version5>, HopperModel>(),
            "hopper_v4" => new PlanarRunner<T, Hopper<T, Version4>, HopperModel>(),
            "walker2d" => new PlanarRunner<T, Walker2d<T, Version5>, Walker2dModel<Version5>>(),
            "walker2d_v4" => new PlanarRunner<T, Walker2d<T, Version4>, Walker2dModel<Version4>>(),
            "half_cheetah" => new PlanarRunner<T, HalfCheetah<T>, HalfCheetahModel>(),
            _ => throw new ArgumentException(environment),
        };

    private double[] Slice(int lane, int first, int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = this[lane, first + i];
        }

        return numbers;
    }
}
