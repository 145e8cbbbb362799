using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>
/// Short training runs whose every accepted update is measured again in double precision: the KL divergence is inside
/// the trust region and the loss has fallen.
/// </summary>
public sealed class TrustRegionTests
{
    private const int Count = 8;
    private const int Steps = 32;
    private const int Rows = Count * Steps;
    private const int Iterations = 4;
    private const ulong Seed = 5;

    [Theory]
    [InlineData("CartPole-v1", 0.01)]
    [InlineData("Acrobot-v1", 0.02)]
    [InlineData("Pendulum-v1", 0.05)]
    [InlineData("MountainCar-v0", 1e-4)]
    [InlineData("MountainCarContinuous-v0", 0.01)]
    public void Holds_in_double_precision(string id, double maxKl)
    {
        using CpuBackend backend = new(2);
        using BuiltInSource source = new(backend, id, Count, Seed);
        HeadShape head = HeadShape.For(source.Spec.Actions);
        int inputs = source.Spec.ObservationSize;
        NetworkShape policyShape = new(new MlpShape([inputs, 16, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        NetworkShape valueShape = new(new MlpShape([inputs, 16, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1));
        using Network policy = new(backend, policyShape, NetworkInitialization.Policy(), Seed);
        using Network value = new(backend, valueShape, NetworkInitialization.Value, Seed + 1);
        using TrajectoryBuffers trajectories = new(backend, Steps, Count, inputs, source.Spec.Actions.Columns);
        TrustRegionOptions options = TrustRegionOptions.Default with { LineSearch = new LineSearchOptions(maxKl) };
        using TrustRegionUpdate update = new(backend, policyShape, Rows, options);
        using GaussNewtonCriticFit critic = new(
            backend, valueShape, Rows, new GaussNewtonCriticOptions(1, 10, 0.1f, 0.1));
        using ComputeBuffer normalization = backend.Allocate(
            [.. Enumerable.Repeat(0f, inputs), .. Enumerable.Repeat(1f, inputs)]);
        using ComputeBuffer advantages = backend.Allocate(Rows);
        using ComputeBuffer returns = backend.Allocate(Rows);
        SampleBatch batch = new(
            Rows, trajectories.Observations, trajectories.Actions, advantages, trajectories.LogProbabilities);
        int accepted = 0;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            source.Collect(policy, value, normalization, new RolloutOptions(), trajectories);
            backend.Advantages(trajectories, 0.99f, 0.95f, 1f, advantages, returns);
            backend.Standardize(advantages, Rows);
            float[] before = policy.Parameters.ReadArray();
            UpdateReport report = update.Apply(policy.Parameters, batch);

            // The policy that sampled the batch is the one that is updated.
            Assert.Equal(0, report.Start.LargestLogRatio);
            Assert.Equal(0, report.Start.MeanKlOldToNew);
            PolicyScene.AssertHolds(report, maxKl, Bits.Of(before), policy.Parameters, $"iteration {iteration}");
            if (report.Outcome == UpdateOutcome.Accepted)
            {
                accepted++;
                SurrogateTerms truth = Measure(policyShape, batch, before, policy.Parameters.ReadArray());
                Assert.InRange(truth.MeanKlOldToNew, 0, maxKl * (1 + 1e-3));
                Assert.Equal(truth.MeanKlOldToNew, report.End.MeanKlOldToNew, 1e-3 * maxKl);
                Assert.True(truth.SurrogateLoss < report.Start.SurrogateLoss);
            }

            critic.Fit(value.Parameters, new SampleBatch(Rows, trajectories.Observations, returns));
        }

        Assert.True(accepted >= Iterations - 1, $"{accepted} of {Iterations} updates were accepted");
    }

    private static SurrogateTerms Measure(NetworkShape shape, in SampleBatch batch, float[] before, float[] after)
    {
        using ReferenceBackend reference = new();
        using NetworkWorkspace workspace = reference.CreateWorkspace(shape, Rows);
        using ComputeBuffer gradient = reference.Allocate(shape.ParameterCount);
        reference.Load(workspace, new SampleBatch(
            Rows, reference.Allocate(batch.Observations.ReadArray()), reference.Allocate(batch.Actions.ReadArray()),
            reference.Allocate(batch.Advantages!.ReadArray()),
            reference.Allocate(batch.LogProbabilities!.ReadArray())));
        reference.SurrogateGradient(workspace, reference.Allocate(before), gradient);
        return reference.ReadSurrogate(workspace, reference.Allocate(after));
    }
}
