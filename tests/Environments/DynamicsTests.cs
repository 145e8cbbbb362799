using System;
using System.Linq;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Environments;

public sealed class DynamicsTests
{
    private const int Episodes = 10;

    // The same operations in the same order: what may differ is a turn taken off in one go or in two.
    private const double DoubleTolerance = 1e-12;

    public static TheoryData<string> Ids => ClassicControl.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Whole_episodes_follow_the_plain_formulas(string id)
    {
        ClassicControl environment = ClassicControl.Find(id);
        Random random = new(12);
        int terminations = 0;
        for (int episode = 0; episode < Episodes; episode++)
        {
            double[] expected = environment.StartState(random);
            Float64[] actual = [.. expected.Select(x => new Float64(x))];
            bool ended = false;
            for (int step = 0; step < environment.Double.Spec.TimeLimit && !ended; step++)
            {
                double action = environment.Action(random, episode, expected);
                (double expectedReward, ended) = environment.Reference(expected, action);
                (Float64 reward, Float64 terminated) = environment.Double.Step(actual, new Float64(action));
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.Equal(expected[i], actual[i].Value, DoubleTolerance);
                }

                Assert.Equal(expectedReward, reward.Value, DoubleTolerance);
                Assert.Equal(ended ? 1.0 : 0.0, terminated.Value);
            }

            terminations += ended ? 1 : 0;
        }

        Assert.Equal(id != "Pendulum-v1", terminations > 0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_single_precision_step_errs_by_no_more_than_its_roundings(string id)
    {
        ClassicControl environment = ClassicControl.Find(id);
        Random random = new(13);
        int steps = 0;
        int inDoubt = 0;
        for (int episode = 0; episode < Episodes; episode++)
        {
            Float32[] state = [.. environment.StartState(random).Select(x => new Float32((float)x))];
            bool ended = false;
            for (int step = 0; step < environment.Single.Spec.TimeLimit && !ended; step++)
            {
                double[] seen = [.. state.Select(x => (double)x.Value)];
                float action = (float)environment.Action(random, episode, seen);
                RunningError[] bound = [.. state.Select(x => RunningError.Exact(x.Value))];
                AssertWithin(environment.Bounded.Observe(bound), environment.Single.Observe(state));

                (RunningError boundReward, RunningError boundTerminated) =
                    environment.Bounded.Step(bound, RunningError.Exact(action));
                (Float32 reward, Float32 terminated) = environment.Single.Step(state, new Float32(action));
                AssertWithin([.. bound, boundReward, boundTerminated], [.. state, reward, terminated]);
                steps++;
                inDoubt += bound.Any(x => x.Error > 1e-4) ? 1 : 0;
                Assert.True(terminated.Value is 0f or 1f);
                ended = terminated.Value != 0f;
            }
        }

        // The bounds say something: they are loose only where single precision may find itself on the other
        // side of a wall.
        Assert.InRange(inDoubt, 0, steps / 20);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_NaN_action_shows_in_state_or_reward(string id)
    {
        ClassicControl environment = ClassicControl.Find(id);
        Float32[] state = environment.Single.Reset([0.3, 0.4, 0.6, 0.7]);
        (Float32 reward, _) = environment.Single.Step(state, new Float32(float.NaN));

        // CartPole compares its action with 1, as Gymnasium does, and pushes left on all else.
        bool expected = id != "CartPole-v1";
        Assert.Equal(expected, state.Append(reward).Any(x => float.IsNaN(x.Value)));
    }

    private static void AssertWithin(RunningError[] bounds, Float32[] actual)
    {
        for (int i = 0; i < bounds.Length; i++)
        {
            double error = Math.Abs(actual[i].Value - bounds[i].Value);
            if (!(error <= bounds[i].Error))
            {
                Assert.Fail(
                    $"component {i}: {actual[i].Value:R} for {bounds[i].Value:R}, off by {error:E2}, "
                    + $"allowed {bounds[i].Error:E2}");
            }
        }
    }
}
