using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using TrpoGpu.Theory;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>
/// Estimates of the surrogate's gradient on finite processes against the exact gradient: single paths and vines, by the
/// engine's own advantages, weights and gradient.
/// </summary>
public sealed class VineGradientTests
{
    // Independent batches whose mean is compared. With so many, a component's mean is within 6.5 of its standard errors
    // but for a chance of 1e-10 (Student's t with 1599 degrees of freedom); all components of all cases together err
    // less than once in ten million seeds, and these seeds are fixed.
    private const int Batches = 1600;
    private const double StandardErrors = 6.5;

    // Steps of single paths and branches, shorter than most episodes: the value function stands for the rest.
    private const int Steps = 6;

    [Theory]
    [InlineData(4, 1f)]
    [InlineData(4, 0.9f)]
    [InlineData(8, 1f)]
    public void Single_paths_agree_with_the_exact_gradient(int seed, float lambda)
    {
        const int Environments = 48;
        using FiniteMdpScene scene = new(seed);
        using NetworkWorkspace workspace = scene.Backend.CreateWorkspace(scene.PolicyShape, Steps * Environments);
        using ComputeBuffer advantages = scene.Backend.Allocate(Steps * Environments);
        using ComputeBuffer returns = scene.Backend.Allocate(Steps * Environments);
        AssertUnbiased(scene, batch =>
        {
            using TrajectoryBuffers paths = scene.Collect(Steps, Environments, copies: 1, enumerate: false, batch);
            scene.Backend.Advantages(paths, 1f, lambda, 1f, advantages, returns);
            return scene.EstimateGradient(workspace, new SampleBatch(
                paths.Rows, paths.Observations, paths.Actions, advantages, paths.LogProbabilities));
        });
    }

    [Theory]
    [InlineData(4, BranchWeighting.Importance, 1f)]
    [InlineData(4, BranchWeighting.Importance, 0.9f)]
    [InlineData(4, BranchWeighting.FullSum, 1f)]
    [InlineData(4, BranchWeighting.FullSum, 0.9f)]
    [InlineData(8, BranchWeighting.Importance, 1f)]
    [InlineData(8, BranchWeighting.FullSum, 1f)]
    public void Vines_agree_with_the_exact_gradient(int seed, BranchWeighting weighting, float lambda)
    {
        const int States = 48;
        using FiniteMdpScene scene = new(seed);
        bool isFullSum = weighting == BranchWeighting.FullSum;
        int copies = isFullSum ? scene.Actions : 2;
        using VineBatch vine = Vine(scene, States, copies, weighting);
        using NetworkWorkspace workspace = scene.Backend.CreateWorkspace(scene.PolicyShape, vine.Capacity);
        AssertUnbiased(scene, batch =>
        {
            using TrajectoryBuffers branches = scene.Collect(Steps, States, copies, isFullSum, batch);
            vine.Clear();
            vine.Add(branches, 1f, lambda, 1f);
            return scene.EstimateGradient(workspace, vine.Samples);
        });
    }

    [Fact]
    public void A_full_sum_is_the_surrogate_of_any_new_policy()
    {
        const int States = 9;
        using FiniteMdpScene scene = new(4, new ReferenceBackend());
        using VineBatch vine = Vine(scene, States, scene.Actions, BranchWeighting.FullSum);
        using TrajectoryBuffers branches = scene.Collect(Steps, States, scene.Actions, enumerate: true, seed: 1);
        using ComputeBuffer values = scene.Backend.Allocate(branches.Rows);
        using ComputeBuffer returns = scene.Backend.Allocate(branches.Rows);
        scene.Backend.Advantages(branches, 1f, 1f, 1f, values, returns);
        vine.Add(branches, 1f, 1f, 1f);
        using NetworkWorkspace workspace = scene.Backend.CreateWorkspace(scene.PolicyShape, vine.Capacity);
        scene.EstimateGradient(workspace, vine.Samples);

        // Far from the old policy: half of its logits change sign.
        float[] moved = [.. scene.PolicyParameters.Select((parameter, k) => (k % 2 == 0 ? -1 : 1) * parameter)];
        TabularPolicy policy =
            new SoftmaxParameterization(scene.States, scene.Actions).Policy(scene.Logits(moved));
        using ComputeBuffer candidate = scene.Backend.Allocate(moved);
        double actual = -scene.Backend.ReadSurrogate(workspace, candidate).SurrogateLoss;

        float[] observations = branches.Observations.ReadArray();
        float[] q = returns.ReadArray();
        double expected = 0;
        double magnitude = 0;
        for (int n = 0; n < States; n++)
        {
            int first = n * scene.Actions;
            int state = Array.IndexOf(observations, 1f, first * scene.States, scene.States) - (first * scene.States);
            for (int a = 0; a < scene.Actions; a++)
            {
                double advantage = q[first + a] - Enumerable.Range(0, scene.Actions).Sum(
                    b => scene.Probability(state, b) * q[first + b]);
                expected += policy[state, a] * advantage / States;
                magnitude += policy[state, a] * Math.Abs(q[first + a]) / States;
            }
        }

        // Values and log-probabilities were read or written as floats, each rounded once; the rest is in double.
        Assert.Equal(expected, actual, 8 * magnitude / (1 << 24));
        Assert.True(Math.Abs(expected) > 1e-3 * magnitude);
    }

    private static VineBatch Vine(FiniteMdpScene scene, int states, int copies, BranchWeighting weighting) => new(
        scene.Backend, FiniteMdpEnvironments.SpecOf(scene.Mdp), states, points: 1,
        new VineOptions(1, copies, Steps, weighting));

    // Values and probabilities in single precision shift an estimate by less than a thousandth of its standard error.
    private static void AssertUnbiased(FiniteMdpScene scene, Func<ulong, double[]> estimate)
    {
        double[][] estimates = [.. Enumerable.Range(0, Batches).Select(batch => estimate((ulong)batch))];
        double errors = 0;
        for (int k = 0; k < scene.Gradient.Length; k++)
        {
            double mean = estimates.Average(gradient => gradient[k]);
            double variance = estimates.Sum(g => (g[k] - mean) * (g[k] - mean)) / (Batches - 1);
            double allowed = StandardErrors * Math.Sqrt(variance / Batches);
            Assert.True(
                Math.Abs(mean - scene.Gradient[k]) <= allowed,
                $"Component {k}: expected {scene.Gradient[k]:R}, got {mean:R}; allowed is {allowed:E2}.");
            errors += allowed * allowed;
        }

        // Sharp enough to see a factor such as K / (K - 1) that is missing, or a baseline that is not the others'.
        Assert.InRange(Math.Sqrt(errors / scene.Gradient.Sum(component => component * component)), 0, 0.3);
    }
}
