using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Environments;

/// <summary>Steps that Gymnasium itself took, each from the state that it recorded.</summary>
public sealed class GymnasiumTrajectoryTests
{
    private const double SingleRoundoff = 1.0 / (1 << 24);

    // A few roundings of double precision, and other sines and cosines: a Runge-Kutta step multiplies them by
    // some ten.
    private const double DoubleTolerance = 1e-13;

    private static readonly Trajectory[] Trajectories = Load();

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Trajectories.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_step_agrees(int index)
    {
        Trajectory trajectory = Trajectories[index];
        ClassicControl environment = ClassicControl.Find(trajectory.Id);

        // The state of the continuous car is stored in single precision.
        double stored = trajectory.Id == "MountainCarContinuous-v0" ? SingleRoundoff : 0.0;
        for (int step = 0; step < trajectory.Actions.Length; step++)
        {
            Float64[] state = [.. trajectory.States[step].Select(x => new Float64(x))];
            (Float64 reward, Float64 terminated) =
                environment.Double.Step(state, new Float64(trajectory.Actions[step]));
            AssertClose(trajectory.States[step + 1], state, stored);
            AssertClose([trajectory.Rewards[step]], [reward], 0.0);
            Assert.Equal(trajectory.Terminated[step], terminated.Value);
            if (trajectory.Observations.Length != 0)
            {
                AssertClose(trajectory.Observations[step], environment.Double.Observe(state), SingleRoundoff);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Time_limit_and_solved_return_agree(int index)
    {
        Trajectory trajectory = Trajectories[index];
        EnvironmentSpec spec = BuiltInEnvironments.Find(trajectory.Id);
        Assert.Equal(trajectory.TimeLimit, spec.TimeLimit);
        Assert.Equal(trajectory.SolvedReturn, spec.SolvedReturn);
    }

    private static void AssertClose(double[] expected, Float64[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double magnitude = Math.Abs(expected[i]);
            double allowed = (relative * magnitude) + (DoubleTolerance * (1.0 + magnitude));
            Assert.Equal(expected[i], actual[i].Value, allowed);
        }
    }

    private static Trajectory[] Load()
    {
        using Stream stream = typeof(GymnasiumTrajectoryTests).Assembly
            .GetManifestResourceStream("GymnasiumTrajectories.json")!;
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web);
        return [.. JsonSerializer.Deserialize<TrajectoryFile>(stream, options)!.Trajectories];
    }

    private sealed class TrajectoryFile
    {
        public List<Trajectory> Trajectories { get; init; } = [];
    }

    private sealed class Trajectory
    {
        public string Id { get; init; } = "";

        public int TimeLimit { get; init; }

        public double? SolvedReturn { get; init; }

        public double[][] States { get; init; } = [];

        public double[] Actions { get; init; } = [];

        public double[] Rewards { get; init; } = [];

        public double[] Terminated { get; init; } = [];

        public double[][] Observations { get; init; } = [];
    }
}
