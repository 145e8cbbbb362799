using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Environments;

/// <summary>
/// One classic environment in the three kinds of number it is tested in, and its plain formulas.
/// </summary>
internal sealed record ClassicControl(
    DynamicsRunner<Float64> Double,
    DynamicsRunner<Float32> Single,
    DynamicsRunner<RunningError> Bounded,
    Func<double[], double, (double Reward, bool Terminated)> Reference,
    double ActionLimit)
{
    private static readonly ClassicControl[] Cases =
    [
        new(
            new DynamicsRunner<Float64, CartPoleState<Float64>, CartPole<Float64>>(),
            new DynamicsRunner<Float32, CartPoleState<Float32>, CartPole<Float32>>(),
            new DynamicsRunner<RunningError, CartPoleState<RunningError>, CartPole<RunningError>>(),
            PlainFormulas.CartPole, 0.0),
        new(
            new DynamicsRunner<Float64, AcrobotState<Float64>, Acrobot<Float64>>(),
            new DynamicsRunner<Float32, AcrobotState<Float32>, Acrobot<Float32>>(),
            new DynamicsRunner<RunningError, AcrobotState<RunningError>, Acrobot<RunningError>>(),
            PlainFormulas.Acrobot, 0.0),
        new(
            new DynamicsRunner<Float64, PendulumState<Float64>, Pendulum<Float64>>(),
            new DynamicsRunner<Float32, PendulumState<Float32>, Pendulum<Float32>>(),
            new DynamicsRunner<RunningError, PendulumState<RunningError>, Pendulum<RunningError>>(),
            PlainFormulas.Pendulum, 2.0),
        new(
            new DynamicsRunner<Float64, MountainCarState<Float64>, MountainCar<Float64>>(),
            new DynamicsRunner<Float32, MountainCarState<Float32>, MountainCar<Float32>>(),
            new DynamicsRunner<RunningError, MountainCarState<RunningError>, MountainCar<RunningError>>(),
            PlainFormulas.MountainCar, 0.0),
        new(
            new DynamicsRunner<Float64, MountainCarState<Float64>, MountainCarContinuous<Float64>>(),
            new DynamicsRunner<Float32, MountainCarState<Float32>, MountainCarContinuous<Float32>>(),
            new DynamicsRunner<
                RunningError, MountainCarState<RunningError>, MountainCarContinuous<RunningError>>(),
            PlainFormulas.MountainCarContinuous, 1.0),
    ];

    public static TheoryData<string> Ids => [.. Cases.Select(c => c.Double.Spec.Id)];

    public static ClassicControl Find(string id) => Cases.Single(c => c.Double.Spec.Id == id);

    public double[] StartState(Random random) =>
        [.. Double.Reset([.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())]).Select(x => x.Value)];

    /// <summary>
    /// Actions that get somewhere: in odd episodes along the last velocity of the state, which pumps energy
    /// in; in even ones, and now and then, at random, and beyond the limits where there are any.
    /// </summary>
    public double Action(Random random, int episode, IReadOnlyList<double> state)
    {
        bool pump = episode % 2 == 1 && random.Next(8) != 0;
        double direction = state[^1] >= 0.0 ? 1.0 : -1.0;
        if (Double.Spec.Actions.Kind == ActionKind.Continuous)
        {
            return (float)(1.5 * ActionLimit * (pump ? direction : (2.0 * random.NextDouble()) - 1.0));
        }

        int choices = Double.Spec.Actions.Choices[0];
        return pump ? (direction > 0.0 ? choices - 1 : 0) : random.Next(choices);
    }
}
