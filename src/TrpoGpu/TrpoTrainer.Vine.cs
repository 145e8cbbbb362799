using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <content>Vine sampling, where the settings ask for it.</content>
public sealed partial class TrpoTrainer
{
    // The longest interval between branches that is chosen unasked.
    private const int MostInterval = 10;

    /// <summary>How trajectories branch by the options; null for single paths.</summary>
    /// <exception cref="OptionException">The settings do not fit each other, or the environment.</exception>
    internal static VineOptions? VineFor(EnvironmentSpec spec, TrpoOptions options)
    {
        if (options.Sampling == SamplingMethod.SinglePath)
        {
            return null;
        }

        int interval = options.VineInterval ?? Enumerable.Range(1, MostInterval).Last(k => options.Steps % k == 0);
        if (options.Steps % interval != 0)
        {
            throw new OptionException(
                "vine_interval", $"{interval} given, expected a divisor of n_steps, which is {options.Steps}");
        }

        bool isFullSum = options.VineWeighting == BranchWeighting.FullSum;
        HeadShape head = HeadShape.For(spec.Actions);
        if (isFullSum && head.Kind != HeadKind.Categorical)
        {
            throw new OptionException(
                "vine_weighting",
                $"full_sum given for {spec.Id}, expected importance: only single discrete actions can be enumerated");
        }

        if (isFullSum && options.Fisher == FisherKind.Empirical)
        {
            throw new OptionException(
                "fisher",
                "empirical given with vine_weighting=full_sum, expected gauss_newton: enumerated actions are no " +
                "sample of the policy's");
        }

        return new VineOptions(
            interval, isFullSum ? head.Size.NetworkOutputs : options.VineCopies, options.VineHorizon,
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
