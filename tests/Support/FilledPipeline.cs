using System;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// The trainer's path from trajectories to new parameters, with trajectories of fixed random contents in place of a
/// rollout, so that any number on the way can be replaced.
/// </summary>
internal sealed class FilledPipeline : IDisposable
{
    private const int Steps = 5;
    private const int Environments = 13;
    private const int Inputs = 3;
    private const int Hidden = 8;

    private readonly ComputeBackend backend;
    private readonly NetworkShape policy;

    public FilledPipeline(ComputeBackend backend, HeadShape head, ActivationKind activation)
    {
        this.backend = backend;
        policy = new NetworkShape(new MlpShape([Inputs, Hidden, Hidden, head.Size.NetworkOutputs], activation), head);
        ValueShape = new NetworkShape(new MlpShape([Inputs, Hidden, 1], activation), HeadShape.UnitGaussian(1));
        Trajectories = new TrajectoryBuffers(backend, Steps, Environments, Inputs, head.Size.Actions);
        Advantages = backend.Allocate(Trajectories.Rows);
        Returns = backend.Allocate(Trajectories.Rows);

        SampleProblem problem = SampleProblem.Create(policy, Trajectories.Rows, seed: 7);
        PolicyParameters = backend.Allocate(problem.Parameters);
        ValueParameters = backend.Allocate(SampleProblem.Create(ValueShape, 1, seed: 8).Parameters);
        Trajectories.Observations.Write(problem.Observations);
        Trajectories.Actions.Write(problem.Actions);
        Trajectories.LogProbabilities.Write(problem.LogProbabilities);
        NormalNumbers random = new(9);
        Trajectories.Rewards.Write(random.Array(Trajectories.Rows));
        Trajectories.Values.Write(random.Array(Trajectories.Rows));
        Trajectories.LastValues.Write(random.Array(Environments));
        float[] ends = [.. Enumerable.Range(0, Trajectories.Rows).Select(row => row % 7 < 3 ? row % 7 : 0f)];
        Trajectories.Ends.Write(ends);
        Trajectories.FinalValues.Write([.. ends.Select(end => end == (float)EpisodeEnd.Truncated ? 0.5f : 0f)]);
    }

    public NetworkShape ValueShape { get; }

    public TrajectoryBuffers Trajectories { get; }

    public ComputeBuffer Advantages { get; }

    public ComputeBuffer Returns { get; }

    public ComputeBuffer PolicyParameters { get; }

    public ComputeBuffer ValueParameters { get; }

    public void EstimateAdvantages()
    {
        backend.Advantages(Trajectories, 0.99f, 0.95f, 1f, Advantages, Returns);
        backend.Standardize(Advantages, Trajectories.Rows);
    }

    public UpdateReport Update(TrustRegionOptions options)
    {
        using TrustRegionUpdate update = new(backend, policy, Trajectories.Rows, options);
        return update.Apply(
            PolicyParameters,
            new SampleBatch(
                Trajectories.Rows, Trajectories.Observations, Trajectories.Actions, Advantages,
                Trajectories.LogProbabilities));
    }

    public CriticReport Fit(CriticFit critic) =>
        critic.Fit(ValueParameters, new SampleBatch(Trajectories.Rows, Trajectories.Observations, Returns));

    public AdamCriticFit CreateAdam() => new(
        backend, ValueShape, Trajectories.Rows, new AdamCriticOptions(2, 16, new AdamOptions(1e-3f)), seed: 5);

    public GaussNewtonCriticFit CreateGaussNewton() => new(
        backend, ValueShape, Trajectories.Rows, new GaussNewtonCriticOptions(2, 10, 0.1f, 0.1));

    public void Dispose()
    {
        Trajectories.Dispose();
        Advantages.Dispose();
        Returns.Dispose();
        PolicyParameters.Dispose();
        ValueParameters.Dispose();
    }
}
