using System;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>A policy, a batch that it sampled, and the update of the one from the other.</summary>
internal sealed class PolicyScene : IDisposable
{
    private const ulong Seed = 3;

    private readonly float[] parameters;

    /// <param name="backend">Where the update is made.</param>
    /// <param name="shape">Of the policy.</param>
    /// <param name="parameters">[P].</param>
    /// <param name="observations">[B,I].</param>
    /// <param name="advantages">[B].</param>
    public PolicyScene(
        ComputeBackend backend, NetworkShape shape, float[] parameters, float[] observations, float[] advantages)
    {
        Backend = backend;
        Shape = shape;
        this.parameters = parameters;
        int rows = advantages.Length;
        Parameters = backend.Allocate(parameters);
        (float[] actions, float[] logProbabilities) = Sample(shape, parameters, observations, rows);
        Batch = new SampleBatch(
            rows, backend.Allocate(observations), backend.Allocate(actions), backend.Allocate(advantages),
            backend.Allocate(logProbabilities));
    }

    public ComputeBackend Backend { get; }

    public NetworkShape Shape { get; }

    public ComputeBuffer Parameters { get; }

    public SampleBatch Batch { get; }

    /// <summary>Normal observations and advantages, weights of <see cref="SampleProblem"/>.</summary>
    public static PolicyScene Random(ComputeBackend backend, NetworkShape shape, int rows, int seed = 1)
    {
        SampleProblem problem = SampleProblem.Create(shape, rows, seed);
        return new PolicyScene(backend, shape, problem.Parameters, problem.Observations, problem.Advantages);
    }

    public static NetworkShape Network(string widths, ActivationKind activation, HeadShape head) =>
        new(MlpShape.Parse(widths, activation), head);

    /// <summary>Updates, and checks what holds of every update, whatever its outcome.</summary>
    public UpdateReport Apply(TrustRegionOptions options)
    {
        using TrustRegionUpdate update = new(Backend, Shape, Batch.Rows, options);
        UpdateReport report = update.Apply(Parameters, Batch);
        AssertHolds(report, options.LineSearch.MaxKl, Bits.Of(parameters), Parameters, report.ToString());
        return report;
    }

    /// <summary>
    /// An update is accepted with finite parameters, inside the trust region, with a lower loss; or it has another
    /// name and no parameter has changed by a bit.
    /// </summary>
    public static void AssertHolds(
        UpdateReport report, double maxKl, int[] bitsBefore, ComputeBuffer parameters, string what)
    {
        float[] after = parameters.ReadArray();
        if (report.Outcome != UpdateOutcome.Accepted)
        {
            Assert.True(bitsBefore.SequenceEqual(Bits.Of(after)), $"{what}: rejected, yet parameters changed");
            Assert.True(Enum.IsDefined(report.Outcome), $"{what}: the outcome has no name");
            return;
        }

        Assert.True(Array.TrueForAll(after, float.IsFinite), $"{what}: a parameter is not finite");
        Assert.True(
            report.End.MeanKlOldToNew >= 0 && report.End.MeanKlOldToNew <= maxKl,
            $"{what}: KL is {report.End.MeanKlOldToNew:R}, expected 0 to {maxKl:R}");
        Assert.True(report.ActualImprovement > 0, $"{what}: the loss did not fall");
    }

    public void Dispose()
    {
        Parameters.Dispose();
    }

    private static (float[] Actions, float[] LogProbabilities) Sample(
        NetworkShape shape, float[] parameters, float[] observations, int rows)
    {
        using CpuBackend sampler = new(1);
        using NetworkWorkspace workspace = sampler.CreateWorkspace(shape, rows);
        using ComputeBuffer actions = sampler.Allocate(rows * shape.Head.Size.Actions);
        using ComputeBuffer logProbabilities = sampler.Allocate(rows);
        using ComputeBuffer device = sampler.Allocate(parameters);
        using ComputeBuffer seen = sampler.Allocate(observations);
        sampler.Sample(workspace, device, seen, rows, new NoiseKey(Seed, 0), actions, logProbabilities);
        return (actions.ReadArray(), logProbabilities.ReadArray());
    }
}
