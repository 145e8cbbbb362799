using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>A built-in environment stepped by a policy of the default widths, with its value function.</summary>
internal sealed class RolloutOperation : IDisposable
{
    /// <summary>Name of the operation.</summary>
    public const string Name = "rollout";

    private static readonly TrpoOptions Defaults = new();

    private readonly BuiltInSource source;
    private readonly Network policy;
    private readonly Network value;
    private readonly ComputeBuffer normalization;
    private readonly TrajectoryBuffers trajectories;

    /// <summary>Creates environments and a policy as training starts with it.</summary>
    /// <param name="backend">Which computes; not disposed with this.</param>
    /// <param name="environment">What is stepped.</param>
    /// <param name="count">N.</param>
    /// <param name="steps">T of one run.</param>
    public RolloutOperation(ComputeBackend backend, EnvironmentSpec environment, int count, int steps)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(environment);
        int inputs = environment.ObservationSize;
        source = new BuiltInSource(backend, environment.Id, count, seed: 1);
        policy = new Network(backend, Policy(environment), NetworkInitialization.Policy(), seed: 2);
        value = new Network(backend, Value(environment), NetworkInitialization.Value, seed: 3);
        normalization = backend.Allocate([.. Enumerable.Repeat(0f, inputs), .. Enumerable.Repeat(1f, inputs)]);
        trajectories = new TrajectoryBuffers(backend, steps, count, inputs, environment.Actions.Columns);
        Operation = new TimedOperation(
            Name, trajectories.Rows, Flops(environment, trajectories.Rows),
            () => source.Collect(policy, value, normalization, new RolloutOptions(), trajectories))
        {
            BytesMoved = trajectories.Rows * RowBytes.OfStep(inputs, environment.Actions.Columns),
        };
    }

    /// <summary>The rollout; each goes on where the last one stopped.</summary>
    public TimedOperation Operation { get; }

    /// <summary>The policy that acts.</summary>
    public static NetworkShape Policy(EnvironmentSpec environment)
    {
        HeadShape head = HeadShape.For(environment.Actions);
        return new NetworkShape(Mlp(environment, head.Size.NetworkOutputs), head);
    }

    /// <summary>Floating-point operations of the matrix products: of one action and one value a step.</summary>
    /// <param name="environment">What is stepped.</param>
    /// <param name="rows">T*N.</param>
    public static double Flops(EnvironmentSpec environment, int rows) =>
        rows * (RowFlops.Of(Policy(environment).Mlp).Forward + RowFlops.Of(Value(environment).Mlp).Forward);

    /// <inheritdoc/>
    public void Dispose()
    {
        source.Dispose();
        policy.Dispose();
        value.Dispose();
        normalization.Dispose();
        trajectories.Dispose();
    }

    private static NetworkShape Value(EnvironmentSpec environment) =>
        new(Mlp(environment, 1), HeadShape.UnitGaussian(1));

    private static MlpShape Mlp(EnvironmentSpec environment, int outputs) =>
        new([environment.ObservationSize, .. Defaults.Hidden, outputs], Defaults.Activation);
}
