using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <content>Vine sampling, where the settings ask for it.</content>
public sealed partial class TrpoTrainer
{
    /// <summary>How trajectories branch by the options; null for single paths.</summary>
    /// <exception cref="OptionException">The settings do not fit each other, or the environment.</exception>
    internal static VineOptions? VineFor(EnvironmentSpec spec, TrpoOptions options)
    {
        if (options.Sampling == SamplingMethod.SinglePath)
        {
            return null;
        }

        if (options.Steps % options.VineInterval != 0)
        {
            throw new OptionException(
                "vine_interval",
                $"{options.VineInterval} given, expected a divisor of n_steps, which is {options.Steps}");
        }

        bool isFullSum = options.VineWeighting == BranchWeighting.FullSum;
        HeadShape head = HeadShape.For(spec.Actions);
        if (isFullSum && head.Kind != HeadKind.Categorical)
        {
            throw new OptionException(
                "vine_weighting",
                $"full_sum given for {spec.Id}, expected importance: only single discrete actions can be enumerated");
        }

        return new VineOptions(
            options.VineInterval, isFullSum ? head.Size.NetworkOutputs : options.VineCopies, options.VineHorizon,
            options.VineWeighting);
    }

    // Rows of the policy's batch: those of the trajectories, or of the branches.
    internal static int PolicyRows(TrpoOptions options, VineOptions? vine) => vine is null
        ? options.BatchRows
        : checked(options.BatchRows / vine.StepsBetweenBranches * vine.Copies);

    private static VineSampler? CreateVine(
        ComputeBackend backend, TrajectorySource source, TrpoOptions options)
    {
        if (VineFor(source.Spec, options) is not VineOptions vine)
        {
            return null;
        }

        return source is BuiltInSource
            ? new VineSampler(backend, source, options.Steps, vine)
            : throw new OptionException(
                "sampling", "vine, expected single_path: the states of a user's environments cannot be copied");
    }

    // Trajectories for the value function and, unless they branch, for the policy too.
    private SampleBatch Collect(RolloutOptions rollout, float rewardScale)
    {
        if (vine is null)
        {
            source.Collect(Policy, Value, normalization, rollout, trajectories);
            return new SampleBatch(
                trajectories.Rows, trajectories.Observations, trajectories.Actions, advantages,
                trajectories.LogProbabilities);
        }

        return vine.Collect(
            Policy, Value, normalization, rollout, (float)Options.GaeLambda, rewardScale, trajectories);
    }

    private void ReadMoments()
    {
        if (vine is null)
        {
            source.ReadMoments(blockMeans, blockSquaredDeviations);
        }
        else
        {
            vine.ReadMoments(blockMeans, blockSquaredDeviations);
        }
    }
}
