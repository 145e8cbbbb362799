using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceRolloutTests
{
    private const int Count = 3;

    // Small enough to be reached by the test's environments.
    private static readonly RolloutOptions Options = new(ObservationClip: 1.25f, Discount: 0.5f);

    public static TheoryData<string> Ids => [.. BuiltInEnvironments.All.ToArray().Select(spec => spec.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Actions_values_and_log_probabilities_are_those_of_the_observations(string id)
    {
        ReferenceRollout rollout = new(id, Count);
        TrajectoryBuffers trajectories = rollout.Run(steps: 25, Options with { NoiseHoldSteps = 3 });
        for (int t = 0; t < trajectories.Steps; t++)
        {
            double[] observations = rollout.At(trajectories.Observations, t, rollout.Spec.ObservationSize);
            (double[] actions, double[] logs) = rollout.Sample(observations, (ulong)(t / 3));
            Assert.Equal(actions, rollout.At(trajectories.Actions, t, rollout.Spec.Actions.Columns));
            Assert.Equal(logs, rollout.At(trajectories.LogProbabilities, t));
            Assert.Equal(rollout.ValuesOf(observations), rollout.At(trajectories.Values, t));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rollout_in_two_parts_is_the_rollout_in_one(string id)
    {
        TrajectoryBuffers whole = new ReferenceRollout(id, Count).Run(steps: 30, Options);
        ReferenceRollout parts = new(id, Count);
        TrajectoryBuffers first = parts.Run(steps: 11, Options);

        // In between the state goes through another batch.
        double[] state = new double[parts.Environments.StateLength];
        parts.Environments.ReadState(state);
        ReferenceRollout continued = new(id, Count);
        continued.Environments.WriteState(state, parts.Environments.StepsTaken);
        TrajectoryBuffers second = continued.Run(steps: 19, Options);

        Assert.Equal(Everything(whole, 0, 11), Everything(first, 0, 11));
        Assert.Equal(Everything(whole, 11, 19), Everything(second, 0, 19));
        Assert.Equal(whole.LastValues.ReadArray(), second.LastValues.ReadArray());
        Assert.Equal(30, continued.Environments.StepsTaken);
        Assert.NotEqual(whole.LastValues.ReadArray(), first.LastValues.ReadArray());
    }

    [Fact]
    public void An_environment_does_not_depend_on_how_many_there_are()
    {
        TrajectoryBuffers few = new ReferenceRollout("Acrobot-v1", 1).Run(steps: 20, Options);
        TrajectoryBuffers many = new ReferenceRollout("Acrobot-v1", 4).Run(steps: 20, Options);
        Assert.Equal(few.Values.ReadArray(), many.Values.ReadArray().Where((_, row) => row % 4 == 0));
    }

    [Fact]
    public void Observations_are_shifted_scaled_and_clipped_and_follow_the_equations()
    {
        ReferenceRollout rollout = new("CartPole-v1", Count);
        TrajectoryBuffers trajectories = rollout.Run(steps: 60, Options);
        Assert.Contains(1.25, ReferenceFixture.Doubles(trajectories.Observations));
        for (int n = 0; n < Count; n++)
        {
            int start = 0;
            CartPoleState<Float64> state = Start(n, step: 0);
            for (int t = 0; t < trajectories.Steps; t++)
            {
                double[] raw =
                    [.. Enumerable.Range(0, 4).Select(i => CartPole<Float64>.Observation(state, i).Value)];
                double[] observations = rollout.At(trajectories.Observations, t, 4);
                Assert.Equal(
                    rollout.Normalize(raw, Options.ObservationClip), observations[(4 * n)..(4 * (n + 1))]);

                ActionValues<Float64> action =
                    new() { A0 = new Float64(rollout.At(trajectories.Actions, t)[n]) };
                CartPole<Float64>.Step(
                    ref state, action, default(ArrayStepMemory<Float64>), out Float64 reward, out Float64 terminated);
                bool ended = terminated.Value == 1;
                Assert.Equal(reward.Value, rollout.At(trajectories.Rewards, t)[n]);
                Assert.Equal(ended ? 1.0 : 0.0, rollout.At(trajectories.Ends, t)[n]);
                Assert.Equal(ended ? t + 1 - start : 0, rollout.At(trajectories.EpisodeLengths, t)[n]);
                Assert.Equal(ended ? t + 1 - start : 0, rollout.At(trajectories.EpisodeReturns, t)[n]);
                if (ended)
                {
                    start = t + 1;
                    state = Start(n, step: (ulong)start);
                }
            }

            Assert.True(start > 0, "no episode ended: the test shows less than it should");
        }
    }

    [Fact]
    public void The_clock_truncates_and_the_final_observation_is_valued()
    {
        ReferenceRollout rollout = new("Pendulum-v1", Count);
        TrajectoryBuffers before = rollout.Run(steps: 199, Options);
        Assert.All(before.Ends.ReadArray(), end => Assert.Equal(0, end));

        // The final state is the one a rollout that does not end would go on from.
        double[] state = new double[rollout.Environments.StateLength];
        rollout.Environments.ReadState(state);
        ReferenceRollout younger = new("Pendulum-v1", Count);
        double[] young = [.. state.Select((value, k) => k % 5 == 2 ? 0 : value)];
        younger.Environments.WriteState(young, 199);
        TrajectoryBuffers goesOn = younger.Run(steps: 1, Options);
        TrajectoryBuffers ends = rollout.Run(steps: 1, Options);

        Assert.All(ends.Ends.ReadArray(), end => Assert.Equal((float)EpisodeEnd.Truncated, end));
        Assert.All(ends.EpisodeLengths.ReadArray(), length => Assert.Equal(200, length));
        Assert.Equal(ReferenceFixture.Doubles(goesOn.LastValues), ReferenceFixture.Doubles(ends.FinalValues));
        Assert.Equal([0, 0, 0], ReferenceFixture.Doubles(goesOn.FinalValues));

        double[] returns = [.. Enumerable.Range(0, Count).Select(n => Enumerable.Range(0, 199)
            .Sum(t => rollout.At(before.Rewards, t)[n]) + rollout.At(ends.Rewards, 0)[n])];
        Assert.Equal(returns, ReferenceFixture.Doubles(ends.EpisodeReturns));

        // The next episode starts where the key of step 200 puts it, not where a new batch would.
        Assert.Equal(new ReferenceRollout("Pendulum-v1", Count).Environments.StateLength, state.Length);
        rollout.Environments.ReadState(state);
        double[] fresh = new double[state.Length];
        new ReferenceRollout("Pendulum-v1", Count).Environments.ReadState(fresh);
        Assert.NotEqual(fresh, state);
        Assert.All(
            Enumerable.Range(0, Count), n => Assert.Equal([0, 0, 0], state[((5 * n) + 2)..(5 * (n + 1))]));
    }

    [Fact]
    public void Held_noise_is_the_same_for_the_steps_it_is_held()
    {
        ReferenceRollout rollout = new("Pendulum-v1", Count);
        TrajectoryBuffers trajectories = rollout.Run(steps: 12, Options with { NoiseHoldSteps = 4 });
        double[][] noise = [.. Enumerable.Range(0, 12).Select(t =>
        {
            double[] p = rollout.Distributions(rollout.At(trajectories.Observations, t, 3));
            return rollout.At(trajectories.Actions, t)
                .Select((action, n) => (action - p[2 * n]) / Math.Exp(p[(2 * n) + 1])).ToArray();
        })];
        for (int t = 0; t < 12; t++)
        {
            double[] changes = [.. noise[t].Zip(noise[t - (t % 4)], (now, drawn) => now - drawn)];
            Assert.All(changes, change => Assert.InRange(change, -1e-12, 1e-12));
        }

        Assert.Equal(
            9, noise.SelectMany(values => values).Select(value => Math.Round(value, 9)).Distinct().Count());
    }

    [Fact]
    public void A_deterministic_rollout_takes_the_most_likely_actions()
    {
        ReferenceRollout rollout = new("MountainCarContinuous-v0", Count);
        TrajectoryBuffers trajectories = rollout.Run(steps: 10, Options with { Deterministic = true });
        for (int t = 0; t < 10; t++)
        {
            double[] p = rollout.Distributions(rollout.At(trajectories.Observations, t, 2));
            Assert.Equal(p.Where((_, k) => k % 2 == 0), rollout.At(trajectories.Actions, t));
        }
    }

    [Fact]
    public void Moments_are_those_of_raw_observations_and_of_returns_after_each_step()
    {
        ReferenceRollout rollout = new("CartPole-v1", Count);
        Array.Clear(rollout.Shift);
        Array.Fill(rollout.Scale, 1);
        rollout.Run(steps: 5, Options);
        TrajectoryBuffers trajectories = rollout.Run(steps: 40, Options with { ObservationClip = 1000 });
        double[] means = new double[5];
        double[] squares = new double[5];
        rollout.Environments.ReadMoments(means, squares);

        for (int i = 0; i < 4; i++)
        {
            double[] column =
                [.. ReferenceFixture.Doubles(trajectories.Observations).Where((_, k) => k % 4 == i)];
            double mean = column.Average();
            Assert.Equal(mean, means[i], 1e-14);
            Assert.Equal(column.Sum(x => (x - mean) * (x - mean)), squares[i], 1e-12);
        }

        // Rewards are 1, so k steps into an episode the return is 2 (1 - 2^-k).
        double[] ends = ReferenceFixture.Doubles(trajectories.Ends);
        double[] returns =
            [.. Enumerable.Range(0, Count).SelectMany(n => ReturnsAfter(ends, n, stepsBefore: 5))];
        Assert.Equal(returns.Average(), means[4], 1e-13);
        Assert.Equal(returns.Sum(x => (x - returns.Average()) * (x - returns.Average())), squares[4], 1e-11);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ReferenceRollout rollout = new("CartPole-v1", Count);
        Assert.Throws<ArgumentException>(() => rollout.Backend.CreateEnvironments("CartPole-v9", 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => rollout.Backend.CreateEnvironments("CartPole-v1", 0, 0));
        Assert.Throws<ArgumentException>(() => rollout.Environments.ReadState(new double[3]));
        Assert.Throws<ArgumentException>(() => rollout.Environments.WriteState(new double[3], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rollout.Run(1, Options with { NoiseHoldSteps = 0 }));
    }

    private static double[] Everything(TrajectoryBuffers trajectories, int first, int count)
    {
        ComputeBuffer[] buffers =
        [
            trajectories.Observations, trajectories.Actions, trajectories.LogProbabilities,
            trajectories.Rewards, trajectories.Values, trajectories.FinalValues, trajectories.Ends,
            trajectories.EpisodeReturns, trajectories.EpisodeLengths,
        ];
        return [.. buffers.SelectMany(buffer =>
        {
            int length = buffer.Length / trajectories.Steps;
            return ReferenceFixture.Doubles(buffer)[(first * length)..((first + count) * length)];
        })];
    }

    private static CartPoleState<Float64> Start(int n, ulong step)
    {
        PhiloxBlock words = RandomStream.Draw(ReferenceRollout.Seed, RandomUse.StartState, (uint)n, step, 0);
        return CartPole<Float64>.Reset(new StateUniforms<Float64>
        {
            U0 = new Float64(Uniform.FromZero(words.X0)),
            U1 = new Float64(Uniform.FromZero(words.X1)),
            U2 = new Float64(Uniform.FromZero(words.X2)),
            U3 = new Float64(Uniform.FromZero(words.X3)),
        });
    }

    private static double[] ReturnsAfter(double[] ends, int n, int stepsBefore)
    {
        int steps = stepsBefore;
        return [.. ends.Where((_, row) => row % Count == n).Select(end =>
        {
            steps++;
            double value = 2 * (1 - Math.Pow(2, -steps));
            steps = end == 0 ? steps : 0;
            return value;
        })];
    }
}
