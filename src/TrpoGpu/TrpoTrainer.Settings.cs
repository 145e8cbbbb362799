using System;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <content>What the settings ask for: networks, the critic's fit, the trust region.</content>
public sealed partial class TrpoTrainer
{
    private static TrpoOptions Valid(TrpoOptions options)
    {
        OptionTable.ThrowIfInvalid(options);
        return options;
    }

    private static BuiltInSource CreateSource(
        ComputeBackend backend, string environment, TrpoOptions options, ulong seed)
    {
        BuiltInSource source = new(backend, environment, options.Environments, seed);
        if (options.StaggerStarts)
        {
            source.StaggerClocks();
        }

        return source;
    }

    private static HostSource CreateSource(
        ComputeBackend backend, IVectorEnvironment environments, TrpoOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.StaggerStarts
            ? throw new OptionException(
                "stagger_starts", "true, expected false: the clocks of a user's environments are the user's")
            : new HostSource(backend, environments, seed);
    }

    /// <summary>The policy that options and environment ask for.</summary>
    internal static NetworkShape PolicyShape(EnvironmentSpec spec, TrpoOptions options)
    {
        HeadShape head = HeadShape.For(spec.Actions);
        MlpShape mlp = new([spec.ObservationSize, .. options.Hidden, head.Size.NetworkOutputs], options.Activation);
        return new NetworkShape(mlp, head);
    }

    /// <summary>The value function that options and environment ask for.</summary>
    internal static NetworkShape ValueShape(EnvironmentSpec spec, TrpoOptions options) => new(
        new MlpShape([spec.ObservationSize, .. options.Hidden, 1], options.Activation), HeadShape.UnitGaussian(1));

    /// <summary>The fit that the options ask for, of batches of at most <paramref name="rows"/> rows.</summary>
    internal static CriticFit CreateCritic(
        ComputeBackend backend, NetworkShape value, int rows, TrpoOptions options, ulong seed)
    {
        if (options.Critic == CriticMethod.GaussNewton)
        {
            return new GaussNewtonCriticFit(backend, value, rows, GaussNewton(options));
        }

        return new AdamCriticFit(backend, value, rows, new AdamCriticOptions(
            options.CriticUpdates, Math.Min(options.CriticMinibatchRows, rows),
            new AdamOptions((float)options.CriticLearningRate)), seed);
    }

    internal static GaussNewtonCriticOptions GaussNewton(TrpoOptions options) => new(
        options.CriticSteps, options.CriticMaxIterations, (float)options.Damping, options.CriticMaxRelativeChange,
        options.CriticMaxRows, options.FisherRowStride);
}
