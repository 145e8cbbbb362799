using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceAdvantageTests
{
    private readonly ReferenceBackend backend = new();

    [Fact]
    public void Advantages_of_random_rollouts_equal_their_direct_sums()
    {
        for (int trial = 0; trial < 200; trial++)
        {
            NormalNumbers random = new(trial);
            int steps = 1 + random.Index(40);
            int environments = 1 + random.Index(5);
            float discount = (float)random.Uniform(0, 1);
            float lambda = (float)random.Uniform(0, 1);
            TrajectoryBuffers trajectories = new(backend, steps, environments, 1, 1);
            Fill(trajectories, random);

            (double[] advantages, double[] returns) = Advantages(
                trajectories, discount, lambda, rewardScale: 0.5f);

            double[] expected = [.. Enumerable.Range(0, trajectories.Rows).Select(row =>
                DirectSum(trajectories, row, discount, lambda, rewardScale: 0.5))];
            Tolerance.AssertAbsolute(expected, advantages, 1e-12, $"trial {trial} advantage");
            double[] values = ReferenceFixture.Doubles(trajectories.Values);
            Assert.Equal(advantages.Zip(values, (a, v) => a + v), returns);
        }
    }

    [Fact]
    public void A_constant_critic_gives_the_numbers_worked_by_hand()
    {
        // Reward 1 and value 2 everywhere, discount and lambda 1/2. A step that goes on, and a truncation,
        // whose final value is 2: delta = 1 + 1/2 * 2 - 2 = 0. A truncation with final value 10:
        // 1 + 5 - 2 = 4. A termination: 1 - 2 = -1. A step before one adds a quarter of its advantage.
        TrajectoryBuffers trajectories = new(backend, 6, 1, 1, 1);
        trajectories.Rewards.Write([1, 1, 1, 1, 1, 1]);
        trajectories.Values.Write([2, 2, 2, 2, 2, 2]);
        trajectories.LastValues.Write([2]);
        trajectories.Ends.Write([0, (float)EpisodeEnd.Terminated, 0, (float)EpisodeEnd.Truncated, 0, 0]);
        trajectories.FinalValues.Write([0, 0, 0, 10, 0, 0]);

        (double[] advantages, double[] returns) = Advantages(trajectories, 0.5f, 0.5f, rewardScale: 1);
        Assert.Equal([-0.25, -1, 1, 4, 0, 0], advantages);
        Assert.Equal([1.75, 1, 3, 6, 2, 2], returns);
    }

    [Fact]
    public void Lambda_0_is_the_one_step_error_and_lambda_1_the_return()
    {
        TrajectoryBuffers trajectories = new(backend, 3, 1, 1, 1);
        trajectories.Rewards.Write([1, 2, 4]);
        trajectories.Values.Write([8, 16, 32]);
        trajectories.LastValues.Write([64]);

        Assert.Equal([1 + 8 - 8, 2 + 16 - 16, 4 + 32 - 32], Advantages(trajectories, 0.5f, 0, 1).Advantages);
        Assert.Equal([1 + 1 + 1 + 8, 2 + 2 + 16, 4 + 32], Advantages(trajectories, 0.5f, 1, 1).Returns);
    }

    [Fact]
    public void A_value_behind_an_end_does_not_reach_before_it()
    {
        TrajectoryBuffers trajectories = new(backend, 4, 1, 1, 1);
        trajectories.Ends.Write([0, (float)EpisodeEnd.Terminated, 0, 0]);
        trajectories.Values.Write([1, 1, float.NaN, float.NaN]);
        trajectories.LastValues.Write([float.NaN]);

        double[] advantages = Advantages(trajectories, 0.5f, 0.5f, 1).Advantages;
        Assert.Equal([-0.75, -1, double.NaN, double.NaN], advantages);
    }

    [Fact]
    public void Standardized_numbers_have_mean_zero_and_variance_one()
    {
        foreach (int count in (int[])[2, 3, 17, 256, 1000])
        {
            ComputeBuffer values = backend.Allocate(new NormalNumbers(count).Array(count));
            double[] before = [.. ReferenceFixture.Doubles(values)];
            backend.Standardize(values, count);

            double[] after = ReferenceFixture.Doubles(values);
            Assert.InRange(after.Average(), -1e-14, 1e-14);
            Tolerance.AssertRelative(1, after.Average(x => x * x), 1e-13, "variance");
            int[] places = [.. Enumerable.Range(0, count)];
            Assert.Equal(places.OrderBy(k => before[k]), places.OrderBy(k => after[k]));
        }
    }

    [Theory]
    [InlineData(new float[] { 5 }, new float[] { 0 })]
    [InlineData(new float[] { 0.1f, 0.1f, 0.1f }, new float[] { 0, 0, 0 })]
    [InlineData(new float[] { 1, 3 }, new float[] { -1, 1 })]
    [InlineData(new float[] { 1, float.NaN }, new float[] { float.NaN, float.NaN })]
    [InlineData(new float[] { float.NaN, float.NaN }, new float[] { float.NaN, float.NaN })]
    public void Few_numbers_are_standardized_as_worked_by_hand(float[] values, float[] expected)
    {
        ComputeBuffer buffer = backend.Allocate([.. values, 7]);
        backend.Standardize(buffer, values.Length);
        Assert.Equal([.. expected, 7], buffer.ReadArray());
    }

    private (double[] Advantages, double[] Returns) Advantages(
        TrajectoryBuffers trajectories, float discount, float lambda, float rewardScale)
    {
        ComputeBuffer advantages = backend.Allocate(trajectories.Rows);
        ComputeBuffer returns = backend.Allocate(trajectories.Rows);
        backend.Advantages(trajectories, discount, lambda, rewardScale, advantages, returns);
        return (ReferenceFixture.Doubles(advantages), ReferenceFixture.Doubles(returns));
    }

    private static void Fill(TrajectoryBuffers trajectories, NormalNumbers random)
    {
        trajectories.Rewards.Write(random.Array(trajectories.Rows));
        trajectories.Values.Write(random.Array(trajectories.Rows));
        trajectories.FinalValues.Write(random.Array(trajectories.Rows));
        trajectories.LastValues.Write(random.Array(trajectories.Environments));
        trajectories.Ends.Write([.. Enumerable.Range(0, trajectories.Rows).Select(_ => random.Index(10) switch
        {
            0 => (float)EpisodeEnd.Terminated,
            1 => (float)EpisodeEnd.Truncated,
            _ => (float)EpisodeEnd.None,
        })]);
    }

    // sum over k of (discount lambda)^k delta_(t+k), up to and including the step that ends the episode
    private static double DirectSum(
        TrajectoryBuffers trajectories, int row, double discount, double lambda, double rewardScale)
    {
        double[] values =
        [
            .. ReferenceFixture.Doubles(trajectories.Values),
            .. ReferenceFixture.Doubles(trajectories.LastValues),
        ];
        double[] ends = ReferenceFixture.Doubles(trajectories.Ends);
        double sum = 0;
        double weight = 1;
        for (int k = row; k < trajectories.Rows; k += trajectories.Environments)
        {
            double bootstrap = (EpisodeEnd)ends[k] switch
            {
                EpisodeEnd.Terminated => 0,
                EpisodeEnd.Truncated => ReferenceFixture.Doubles(trajectories.FinalValues)[k],
                _ => values[k + trajectories.Environments],
            };
            double reward = ReferenceFixture.Doubles(trajectories.Rewards)[k];
            sum += weight * ((rewardScale * reward) + (discount * bootstrap) - values[k]);
            weight *= ends[k] == (double)EpisodeEnd.None ? discount * lambda : 0;
        }

        return sum;
    }
}
