using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Environments with a policy and a value function in the memory of one engine.</summary>
internal sealed class EnvironmentScene : IDisposable
{
    private const ulong Seed = 17;
    private const ulong BranchSeed = 18;
    private const int StepsTaken = 7;

    private readonly ComputeBackend engine;
    private readonly EnvironmentBatch environments;
    private readonly ComputeBuffer policyParameters;
    private readonly ComputeBuffer valueParameters;
    private readonly ComputeBuffer normalization;
    private readonly RolloutOptions options = new(Discount: 0.97f);

    /// <summary>Creates environments: every third is next to its task's end, and every third to its time's.</summary>
    internal EnvironmentScene(
        ComputeBackend engine, EnvironmentSpec spec, int count, int[] hidden, Func<float[], ComputeBuffer> allocate)
    {
        this.engine = engine;
        HeadShape head = HeadShape.For(spec.Actions);
        Policy = Network([spec.ObservationSize, .. hidden, head.Size.NetworkOutputs], head);
        Value = Network([spec.ObservationSize, .. hidden, 1], HeadShape.UnitGaussian(1));
        environments = engine.CreateEnvironments(spec.Id, count, Seed);
        PolicyParameters = SampleProblem.Create(Policy, 1, seed: 1).Parameters;
        ValueParameters = SampleProblem.Create(Value, 1, seed: 2).Parameters;
        policyParameters = allocate(PolicyParameters);
        valueParameters = allocate(ValueParameters);
        normalization = engine.Allocate([
            .. Enumerable.Range(0, spec.ObservationSize).Select(i => 0.125f * i),
            .. Enumerable.Range(0, spec.ObservationSize).Select(i => 1.5f + i),
        ]);
        ApproachEnds();
    }

    /// <summary>The policy that acts.</summary>
    internal NetworkShape Policy { get; }

    /// <summary>The value function.</summary>
    internal NetworkShape Value { get; }

    /// <summary>[P] of the policy.</summary>
    internal float[] PolicyParameters { get; }

    /// <summary>[P] of the value function.</summary>
    internal float[] ValueParameters { get; }

    /// <summary>Steps all environments.</summary>
    internal TrajectoryBuffers Run(int steps) => Run(environments, steps, options);

    /// <summary>Steps copies of all environments, with noise in common, and leaves these where they are.</summary>
    internal TrajectoryBuffers RunBranches(int copies, int steps)
    {
        using EnvironmentBatch branches =
            engine.CreateEnvironments(environments.Spec.Id, environments.Count * copies, BranchSeed);
        engine.BranchEnvironments(environments, branches, environments.StepsTaken);
        return Run(branches, steps, options with { BranchCopies = copies });
    }

    /// <summary>States, clocks and returns.</summary>
    internal double[] ReadState()
    {
        double[] state = new double[environments.StateLength];
        environments.ReadState(state);
        return state;
    }

    /// <summary>Means and squared deviations of the last rollout.</summary>
    internal (double[] Means, double[] Squares) ReadMoments()
    {
        int size = environments.Spec.ObservationSize + 1;
        double[] means = new double[size];
        double[] squares = new double[size];
        environments.ReadMoments(means, squares);
        return (means, squares);
    }

    public void Dispose()
    {
        environments.Dispose();
        policyParameters.Dispose();
        valueParameters.Dispose();
        normalization.Dispose();
    }

    private TrajectoryBuffers Run(EnvironmentBatch batch, int steps, RolloutOptions rollout)
    {
        EnvironmentSpec spec = batch.Spec;
        TrajectoryBuffers trajectories = new(engine, steps, batch.Count, spec.ObservationSize, spec.Actions.Columns);
        engine.Rollout(
            batch, Policy, policyParameters, Value, valueParameters, normalization, rollout, trajectories);
        return trajectories;
    }

    private static NetworkShape Network(int[] widths, HeadShape head) =>
        new(new MlpShape(widths, ActivationKind.Tanh), head);

    private void ApproachEnds()
    {
        double[] state = ReadState();
        int size = state.Length / environments.Count;
        float[] end = environments.Spec.Id switch
        {
            "CartPole-v1" => [0.1f, 0, 0.2f, 0.9f],
            "Acrobot-v1" => [3, 0.1f, 1, 0.5f],
            "MountainCar-v0" => [0.45f, 0.05f],
            "MountainCarContinuous-v0" => [0.4f, 0.06f],
            _ => [],
        };
        for (int n = 0; n < environments.Count; n++)
        {
            Span<double> one = state.AsSpan(n * size, size);
            if (n % 3 == 1)
            {
                Array.ConvertAll(end, x => (double)x).CopyTo(one);
            }

            if (n % 3 == 0)
            {
                one[size - 3] = environments.Spec.TimeLimit - 1 - (n % 4);
            }

            one[size - 2] = 12.5 + n;
            one[size - 1] = 3.25 - (0.01 * n);
        }

        environments.WriteState(state, StepsTaken);
    }
}
