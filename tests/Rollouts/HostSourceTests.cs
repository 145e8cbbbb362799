using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>Environments stepped on the host against the same ones stepped by the engine.</summary>
public sealed class HostSourceTests
{
    private const int Count = 70;

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("MountainCarContinuous-v0")]
    public void The_same_environment_gives_the_same_bits_on_either_side(string id)
    {
        const int Steps = 30;
        using RolloutScene scene = new(id, Count);
        using HostSource host = Wrap(scene);
        RolloutOptions options = new(NoiseHoldSteps: 2, Discount: 0.9f);
        for (int rollout = 0; rollout < 2; rollout++)
        {
            TrajectoryBuffers fused = scene.Run(Steps, options);
            TrajectoryBuffers stepped = scene.Run(Steps, options, host);
            Assert.Equal(Bits.Of(fused), Bits.Of(stepped));
            AssertMomentsAgree(scene.Source, host);
        }

        Assert.Equal(2 * Steps, host.StepsTaken);
    }

    [Fact]
    public void Clocks_that_run_out_are_valued_alike()
    {
        using RolloutScene scene = new("Pendulum-v1", 3);
        using HostSource host = Wrap(scene);
        TrajectoryBuffers fused = scene.Run(210);
        Assert.Equal(3, fused.Ends.ReadArray().Count(end => end == (float)EpisodeEnd.Truncated));
        Assert.Equal(Bits.Of(fused), Bits.Of(scene.Run(210, source: host)));
    }

    [Fact]
    public void A_deterministic_policy_acts_alike_and_has_no_log_probability_on_the_host()
    {
        using RolloutScene scene = new("CartPole-v1", Count);
        using HostSource host = Wrap(scene);
        RolloutOptions options = new(Deterministic: true);
        TrajectoryBuffers fused = scene.Run(20, options);
        TrajectoryBuffers stepped = scene.Run(20, options, host);
        Assert.Equal(Bits.Of(fused.Actions), Bits.Of(stepped.Actions));
        Assert.Equal(Bits.Of(fused.Observations), Bits.Of(stepped.Observations));
        Assert.All(stepped.LogProbabilities.ReadArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_policy_of_another_shape_may_take_over()
    {
        using RolloutScene scene = new("Pendulum-v1", 3);
        using HostSource host = Wrap(scene);
        scene.Run(2, source: host).Dispose();
        NetworkShape linear = PolicyScene.Network("3-1", ActivationKind.Tanh, HeadShape.DiagonalGaussian(1));
        using Network policy = new(scene.Backend, linear, NetworkInitialization.Policy(), seed: 1);
        using TrajectoryBuffers trajectories = new(scene.Backend, 2, 3, 3, 1);
        host.Collect(policy, scene.Value, scene.Normalization, new RolloutOptions(), trajectories);
        Assert.Equal(4, host.StepsTaken);
    }

    [Fact]
    public void Trajectories_of_other_sizes_are_refused()
    {
        using RolloutScene scene = new("Pendulum-v1", 3);
        using HostSource host = Wrap(scene);
        foreach ((int count, int size, int columns) in ((int, int, int)[])[(4, 3, 1), (3, 2, 1), (3, 3, 2)])
        {
            using TrajectoryBuffers trajectories = new(scene.Backend, 2, count, size, columns);
            ArgumentException refusal = Assert.Throws<ArgumentException>(() => host.Collect(
                scene.Policy, scene.Value, scene.Normalization, new RolloutOptions(), trajectories));
            Assert.Contains("expected 3, 3 and 1", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static HostSource Wrap(RolloutScene scene) => new(
        scene.Backend, WrappedEnvironments.Create(scene.Spec.Id, scene.Source.Count, RolloutScene.Seed),
        RolloutScene.Seed);

    // Sums of the same numbers in double, by blocks of environments here and by steps there.
    private static void AssertMomentsAgree(TrajectorySource fused, TrajectorySource stepped)
    {
        int size = fused.Spec.ObservationSize + 1;
        double[] means = new double[size];
        double[] squares = new double[size];
        double[] otherMeans = new double[size];
        double[] otherSquares = new double[size];
        fused.ReadMoments(means, squares);
        stepped.ReadMoments(otherMeans, otherSquares);
        for (int k = 0; k < size; k++)
        {
            double scale = Math.Abs(means[k]) + Math.Sqrt(squares[k]);
            Assert.Equal(means[k], otherMeans[k], 1e-12 * scale);
            Assert.Equal(squares[k], otherSquares[k], 1e-12 * scale * scale);
        }
    }
}
