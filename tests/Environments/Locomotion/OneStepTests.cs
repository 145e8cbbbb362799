using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Replay;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>One step of the environment from every state that MuJoCo recorded.</summary>
public sealed class OneStepTests
{
    private const double FlagDoubt = 1e-4;

    /// <summary>Single precision: positions and velocities in 99 % of the steps, both in all.</summary>
    private static readonly Dictionary<string, (double Position, double Velocity, double Worst)> Single = new()
    {
        ["swimmer"] = (3e-6, 5e-5, 1e-3),
        ["inverted_pendulum"] = (3e-6, 5e-5, 1e-3),
        ["reacher"] = (3e-6, 5e-5, 1e-3),
        ["hopper"] = (3e-6, 5e-5, 5e-2),
        ["walker2d"] = (1e-5, 5e-4, 2e-1),
        ["walker2d_v4"] = (1e-5, 5e-4, 2e-1),
        ["half_cheetah"] = (1e-4, 7e-3, 2e-1),
        ["inverted_double_pendulum"] = (1e-5, 2e-4, 1e-2),
    };

    public static TheoryData<string> Environments => [.. MujocoRecord.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_double_precision(string environment)
    {
        ReplayResult result = GoldenReplay.Of(environment, ReplayPrecision.Double);
        double velocity = environment is "walker2d" or "walker2d_v4" or "half_cheetah" ? 1e-9 : 1e-10;
        Within(result, "q_max", 1e-11);
        Within(result, "v_max", velocity);
        Within(result, "reward_max", 1e-9);
        Within(result, "observation_max", 1e-9);
        Within(result, "stage4_max", 1e-9);
        Within(result, "terminated_max", FlagDoubt);
        Within(result, "unsettled_max", 0.0);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_the_CPU_engines_vectors(string environment)
    {
        ReplayResult result = GoldenReplay.Of(environment, ReplayPrecision.Single);
        (double position, double velocity, double worst) = Single[environment];
        Within(result, "q_p99", position);
        Within(result, "q_max", worst);
        Within(result, "v_p99", velocity);
        Within(result, "v_max", worst);
        Within(result, "reward_max", 1e-3);
        Within(result, "observation_max", worst);
        Within(result, "stage4_max", worst);
        Within(result, "terminated_max", FlagDoubt);
        Within(result, "unsettled_max", 0.0);
    }

    [Fact]
    public void Every_recorded_step_is_compared()
    {
        foreach (string environment in MujocoRecord.Environments)
        {
            ReplayResult result = GoldenReplay.Of(environment, ReplayPrecision.Single);
            int steps = MujocoRecord.Trajectories(environment).Sum(trajectory => trajectory.Reward.Length);
            Assert.Equal(steps, result.Recording.Steps);
            Assert.Equal(steps, result.OneStep.Positions.Count);
            Assert.Equal(steps, result.OneStep.Rewards.Count + result.OneStep.Terminated.CountAbove(0.0));
            Assert.InRange(result.OneStep.Observations.Count, 1, result.Recording.Trajectories.Length);
            bool usesStages = environment is "reacher" or "inverted_double_pendulum";
            Assert.Equal(usesStages ? steps : 0, result.OneStep.LastStages.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Observations_of_start_states_agree(string environment)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, NumberKind.Double);
        foreach (MujocoTrajectory trajectory in MujocoRecord.Trajectories(environment))
        {
            runner.SetState(0, trajectory.InitQpos, trajectory.InitQvel);
            if (environment == "reacher")
            {
                double first = trajectory.InitQpos[0];
                double both = first + trajectory.InitQpos[1];
                runner[0, PlanarRunner.Kept] =
                    (0.1 * Math.Cos(first)) + (0.11 * Math.Cos(both)) - trajectory.InitQpos[2];
                runner[0, PlanarRunner.Kept + 1] =
                    (0.1 * Math.Sin(first)) + (0.11 * Math.Sin(both)) - trajectory.InitQpos[3];
            }

            Assert.Equal(trajectory.InitObs.Length, runner.Spec.ObservationSize);
            for (int i = 0; i < trajectory.InitObs.Length; i++)
            {
                double expected = trajectory.InitObs[i];
                Assert.Equal(expected, runner.Observation(0, i), 1e-9 * Math.Max(1.0, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void The_double_pendulums_cart_is_pushed_by_its_limit_somewhere()
    {
        Recording recording = GoldenReplay.Of("inverted_double_pendulum", ReplayPrecision.Double).Recording;
        Assert.Contains(recording.Trajectories, trajectory => trajectory.LastStages!.Any(stage => stage[2] != 0));
    }

    // What is measured is within the bound, and the bound is what the command line judges by.
    private static void Within(ReplayResult result, string name, double bound)
    {
        ReplayCheck check = result.Checks.Single(check => check.Name == name);
        Assert.Equal(bound, check.Allowed);
        bool isAbsent = name.StartsWith("stage4", StringComparison.Ordinal) && result.OneStep.LastStages.Count == 0;
        Assert.Equal(isAbsent, check.Measured is null);
        Assert.InRange(check.Measured ?? 0.0, 0.0, bound);
    }
}
