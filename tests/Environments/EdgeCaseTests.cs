using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Environments;

/// <summary>Limits, walls, clipping and ends.</summary>
public sealed class EdgeCaseTests
{
    private const double AngleLimit = 12 * 2 * Math.PI / 360;

    [Theory]
    [InlineData(2.4, 0.0, 0.0, 0.0, 0.0)]
    [InlineData(-2.4, 0.0, 0.0, 0.0, 0.0)]
    [InlineData(2.4, 1e-9, 0.0, 0.0, 1.0)]
    [InlineData(-2.4, -1e-9, 0.0, 0.0, 1.0)]
    [InlineData(0.0, 0.0, AngleLimit, 0.0, 0.0)]
    [InlineData(0.0, 0.0, -AngleLimit, 0.0, 0.0)]
    [InlineData(0.0, 0.0, AngleLimit, 1e-9, 1.0)]
    [InlineData(0.0, 0.0, -AngleLimit, -1e-9, 1.0)]
    public void The_pole_is_down_beyond_the_limits_and_not_on_them(
        double position, double velocity, double angle, double angularVelocity, double terminated)
    {
        (double reward, double ended, _) = Step("CartPole-v1", 1, position, velocity, angle, angularVelocity);
        Assert.Equal(1.0, reward);
        Assert.Equal(terminated, ended);
    }

    [Fact]
    public void The_acrobot_ends_with_a_reward_of_zero_above_one_link()
    {
        Assert.Equal((0.0, 1.0), Ends(Step("Acrobot-v1", 1, Math.PI, 0.0, 0.0, 0.0)));
        Assert.Equal((-1.0, 0.0), Ends(Step("Acrobot-v1", 1, 0.0, 0.0, 0.0, 0.0)));
    }

    [Fact]
    public void The_acrobot_wraps_angles_and_clips_velocities()
    {
        (_, _, double[] state) = Step("Acrobot-v1", 1, 3.1, -3.1, 12.5, -28.2);
        Assert.InRange(Math.Abs(state[0]), 0.0, Math.PI);
        Assert.InRange(Math.Abs(state[1]), 0.0, Math.PI);
        (_, _, state) = Step("Acrobot-v1", 2, 1.5, 1.5, 4.0 * Math.PI, 9.0 * Math.PI);
        Assert.InRange(Math.Abs(state[2]), 0.0, 4.0 * Math.PI);
        Assert.InRange(Math.Abs(state[3]), 0.0, 9.0 * Math.PI);
    }

    [Theory]
    [InlineData(2.0, 100.0)]
    [InlineData(-2.0, -2.5)]
    public void The_pendulum_clips_its_torque(double clipped, double action)
    {
        (double reward, double terminated, double[] state) = Step("Pendulum-v1", action, 0.7, -0.3);
        Assert.Equal((reward, terminated), Ends(Step("Pendulum-v1", clipped, 0.7, -0.3)));
        Assert.Equal(state, Step("Pendulum-v1", clipped, 0.7, -0.3).State);
    }

    [Fact]
    public void The_pendulum_is_paid_for_the_state_it_acted_in_by_the_shorter_way_round()
    {
        Assert.Equal(0.0, Step("Pendulum-v1", 0.0, 0.0, 0.0).Reward);
        Assert.Equal(-Math.PI * Math.PI, Step("Pendulum-v1", 0.0, Math.PI, 0.0).Reward, 1e-14);
        Assert.Equal(-0.25, Step("Pendulum-v1", 0.0, (20.0 * Math.PI) + 0.5, 0.0).Reward, 1e-13);
        Assert.Equal(-0.25, Step("Pendulum-v1", 0.0, (-20.0 * Math.PI) - 0.5, 0.0).Reward, 1e-13);
        Assert.Equal(-6.4 - 0.004, Step("Pendulum-v1", 2.0, 0.0, 8.0).Reward, 1e-14);
    }

    [Fact]
    public void The_pendulum_clips_its_velocity() =>
        Assert.Equal(8.0, Step("Pendulum-v1", 2.0, 1.0, 7.9).State[1]);

    [Theory]
    [InlineData("MountainCar-v0", 0.0)]
    [InlineData("MountainCarContinuous-v0", -1.0)]
    public void The_left_wall_stops_the_car(string id, double left)
    {
        (_, double terminated, double[] state) = Step(id, left, -1.19, -0.05);
        Assert.Equal([-1.2, 0.0], state);
        Assert.Equal(0.0, terminated);
    }

    [Theory]
    [InlineData("MountainCar-v0", 0.499, 0.0, 0.0)]
    [InlineData("MountainCar-v0", 0.49, 0.05, 1.0)]
    [InlineData("MountainCar-v0", 0.59, 0.07, 1.0)]
    [InlineData("MountainCar-v0", 0.59, -0.05, 0.0)]
    [InlineData("MountainCarContinuous-v0", 0.449, 0.0, 0.0)]
    [InlineData("MountainCarContinuous-v0", 0.44, 0.05, 1.0)]
    [InlineData("MountainCarContinuous-v0", 0.59, 0.07, 1.0)]
    [InlineData("MountainCarContinuous-v0", 0.55, -0.05, 0.0)]
    public void The_car_arrives_at_the_goal_and_not_when_rolling_back(
        string id, double position, double velocity, double terminated) =>
        Assert.Equal(terminated, Step(id, 0.0, position, velocity).Terminated);

    [Theory]
    [InlineData(0.0, 100.0)]
    [InlineData(-0.5, 99.975)]
    [InlineData(3.0, 99.1)]
    public void The_continuous_car_pays_for_the_action_before_it_is_clipped(double action, double reward)
    {
        Assert.Equal(reward, Step("MountainCarContinuous-v0", action, 0.44, 0.05).Reward, 1e-13);
        Assert.Equal(reward - 100.0, Step("MountainCarContinuous-v0", action, -0.5, 0.0).Reward, 1e-13);
    }

    [Fact]
    public void The_car_keeps_to_its_speed_limit() =>
        Assert.Equal(0.07, Step("MountainCarContinuous-v0", 1.0, -0.9, 0.0699).State[1]);

    [Theory]
    [InlineData("CartPole-v1", new[] { -0.05, -0.05, -0.05, -0.05 }, new[] { 0.05, 0.05, 0.05, 0.05 })]
    [InlineData("Acrobot-v1", new[] { -0.1, -0.1, -0.1, -0.1 }, new[] { 0.1, 0.1, 0.1, 0.1 })]
    [InlineData("Pendulum-v1", new[] { -Math.PI, -1.0 }, new[] { Math.PI, 1.0 })]
    [InlineData("MountainCar-v0", new[] { -0.6, 0.0 }, new[] { -0.4, 0.0 })]
    [InlineData("MountainCarContinuous-v0", new[] { -0.6, 0.0 }, new[] { -0.4, 0.0 })]
    public void Start_states_are_linear_in_their_own_uniform_number(string id, double[] low, double[] high)
    {
        DynamicsRunner<Float64> environment = ClassicControl.Find(id).Double;
        double[] uniforms = [0.0, 0.25, 0.5, 0.75];
        double[] state = [.. environment.Reset(uniforms).Select(x => x.Value)];
        Assert.Equal(low.Length, state.Length);
        for (int i = 0; i < state.Length; i++)
        {
            Assert.Equal(low[i] + ((high[i] - low[i]) * uniforms[i]), state[i], 1e-15);
        }
    }

    [Theory]
    [InlineData("CartPole-v1", 4, ActionKind.Discrete)]
    [InlineData("Acrobot-v1", 6, ActionKind.Discrete)]
    [InlineData("Pendulum-v1", 3, ActionKind.Continuous)]
    [InlineData("MountainCar-v0", 2, ActionKind.Discrete)]
    [InlineData("MountainCarContinuous-v0", 2, ActionKind.Continuous)]
    public void Sizes_and_kinds(string id, int observationSize, ActionKind kind)
    {
        EnvironmentSpec spec = BuiltInEnvironments.Find(id);
        Assert.Equal(observationSize, spec.ObservationSize);
        Assert.Equal(kind, spec.Actions.Kind);
        Assert.Equal(1, spec.Actions.Columns);
    }

    private static (double Reward, double Terminated, double[] State) Step(
        string id, double action, params double[] state)
    {
        Float64[] fields = [.. state.Select(x => new Float64(x))];
        DynamicsRunner<Float64> environment = ClassicControl.Find(id).Double;
        (Float64 reward, Float64 terminated) = environment.Step(fields, new Float64(action));
        return (reward.Value, terminated.Value, [.. fields.Select(x => x.Value)]);
    }

    private static (double Reward, double Terminated) Ends(
        (double Reward, double Terminated, double[] State) step) => (step.Reward, step.Terminated);
}
