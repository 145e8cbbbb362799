using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Theory;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A random finite process with a linear softmax policy over one-hot states and its exact values as value function:
/// what estimates of the surrogate's gradient can be held against.
/// </summary>
internal sealed class FiniteMdpScene : IDisposable
{
    private const double Discount = 0.8;

    private readonly SurrogateObjective objective;
    private readonly double[] visitation;
    private readonly Network value;
    private readonly ComputeBuffer normalization;

    /// <param name="seed">Which process; a multiple of four for one whose transitions are all possible.</param>
    /// <param name="backend">Disposed with the scene.</param>
    public FiniteMdpScene(int seed, ComputeBackend? backend = null)
    {
        Backend = backend ?? new CpuBackend(1);
        RandomMdp random = new(seed, Discount);
        Mdp = random.Mdp;

        // Weights [states,actions], then a bias for each action.
        PolicyParameters = Array.ConvertAll(random.Numbers((States + 1) * Actions, -1, 1), x => (float)x);
        double[] logits = Logits(PolicyParameters);
        objective = new SurrogateObjective(Mdp, new SoftmaxParameterization(States, Actions).Policy(logits));
        visitation = [.. Enumerable.Range(0, States).Select(s => (1 - Discount) * objective.OldVisitation[s])];
        Gradient = ExactGradient(logits);

        PolicyShape = new NetworkShape(
            new MlpShape([States, Actions], ActivationKind.Tanh), HeadShape.Categorical(Actions));
        Policy = new Network(Backend, PolicyShape, PolicyParameters);
        float[] values = [.. Enumerable.Range(0, States).Select(s => (float)objective.OldValues.Value(s)), 0f];
        value = new Network(
            Backend, new NetworkShape(new MlpShape([States, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1)),
            values);
        normalization = Backend.Allocate([.. Enumerable.Repeat(0f, States), .. Enumerable.Repeat(1f, States)]);
    }

    public ComputeBackend Backend { get; }

    public FiniteMdp Mdp { get; }

    public int States => Mdp.States;

    public int Actions => Mdp.Actions;

    public NetworkShape PolicyShape { get; }

    public Network Policy { get; }

    public float[] PolicyParameters { get; }

    /// <summary>
    /// (1 - gamma) dL/dparameters: the exact gradient of the mean over visited states, which a batch estimates.
    /// </summary>
    public double[] Gradient { get; }

    /// <summary>pi(a|s).</summary>
    public double Probability(int state, int action) => objective.OldPolicy[state, action];

    /// <summary>Trajectories from stationary states, in groups of copies that start in the same one.</summary>
    public TrajectoryBuffers Collect(int steps, int groups, int copies, bool enumerate, ulong seed)
    {
        using HostSource source = new(
            Backend, new FiniteMdpEnvironments(Mdp, visitation, groups, copies, enumerate), seed);
        TrajectoryBuffers trajectories = new(Backend, steps, source.Count, States, actionColumns: 1);
        source.Collect(Policy, value, normalization, new RolloutOptions(), trajectories);
        if (enumerate)
        {
            RecordEnumerated(trajectories, copies);
        }

        return trajectories;
    }

    /// <summary>The engine's estimate of the gradient of the surrogate (not of its loss).</summary>
    public double[] EstimateGradient(NetworkWorkspace workspace, SampleBatch batch)
    {
        using ComputeBuffer gradient = Backend.Allocate(PolicyShape.ParameterCount);
        Backend.Load(workspace, batch);
        Backend.SurrogateGradient(workspace, Policy.Parameters, gradient);
        return Array.ConvertAll(gradient.ReadArray(), component => -(double)component);
    }

    public void Dispose()
    {
        Policy.Dispose();
        value.Dispose();
        normalization.Dispose();
        Backend.Dispose();
    }

    /// <summary>[state*actions + action] of parameters of the linear policy.</summary>
    public double[] Logits(float[] parameters) =>
    [
        .. Enumerable.Range(0, States * Actions).Select(
            k => (double)parameters[k] + parameters[(States * Actions) + (k % Actions)]),
    ];

    // A bias counts in every state.
    private double[] ExactGradient(double[] logits)
    {
        double[] table = objective.Gradient(new SoftmaxParameterization(States, Actions).Jacobian(logits));
        double[] gradient = new double[PolicyParameters.Length];
        for (int k = 0; k < table.Length; k++)
        {
            gradient[k] = (1 - Discount) * table[k];
            gradient[table.Length + (k % Actions)] += (1 - Discount) * table[k];
        }

        return gradient;
    }

    // What the environments did instead of the actions that were drawn for them.
    private void RecordEnumerated(TrajectoryBuffers trajectories, int copies)
    {
        float[] observations = trajectories.Observations.ReadArray();
        for (int n = 0; n < trajectories.Environments; n++)
        {
            int state = Array.IndexOf(observations, 1f, n * States, States) - (n * States);
            trajectories.Actions.Write([n % copies], n);
            trajectories.LogProbabilities.Write([(float)Math.Log(Probability(state, n % copies))], n);
        }
    }
}
