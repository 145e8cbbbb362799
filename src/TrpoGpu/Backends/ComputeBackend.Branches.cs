using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <content>Vine sampling (Schulman et al. 2015, section 5.2): states tried several times.</content>
public abstract partial class ComputeBackend
{
    /// <summary>
    /// Puts copies of environments where those stand: branch e takes state, clock and returns of trunk environment
    /// e / copies, with copies = branches.Count / trunk.Count.
    /// </summary>
    /// <remarks>
    /// Branches with a seed and steps of their own go on by other random numbers than the trunk; with the trunk's own
    /// seed and steps a single copy does exactly what the trunk would do.
    /// </remarks>
    /// <param name="trunk">[N] read.</param>
    /// <param name="branches">[N*copies] write: a batch of its own of the same environment.</param>
    /// <param name="stepsTaken">
    /// What <see cref="EnvironmentBatch.StepsTaken"/> of the branches becomes: the step of their random-number key.
    /// </param>
    public void BranchEnvironments(EnvironmentBatch trunk, EnvironmentBatch branches, long stepsTaken)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        ArgumentNullException.ThrowIfNull(branches);
        ArgumentOutOfRangeException.ThrowIfNegative(stepsTaken);
        if (!ReferenceEquals(trunk.Owner, this) || !ReferenceEquals(branches.Owner, this))
        {
            throw new ArgumentException("BranchEnvironments: both batches must be this backend's. Create them here.");
        }

        if (ReferenceEquals(trunk, branches) || trunk.Spec.Id != branches.Spec.Id)
        {
            throw new ArgumentException(
                $"BranchEnvironments: the branches of {trunk.Spec.Id} are {branches.Spec.Id}, expected another batch " +
                "of the same environment.", nameof(branches));
        }

        if (branches.Count % trunk.Count != 0)
        {
            throw new ArgumentException(
                $"BranchEnvironments: {branches.Count} branches of {trunk.Count} environments, expected a multiple.",
                nameof(branches));
        }

        BranchEnvironmentsCore(trunk, branches, branches.Count / trunk.Count, stepsTaken);
    }

    /// <summary>Turns the estimated values of a state's branches into weights of the surrogate loss.</summary>
    /// <remarks>
    /// <para>
    /// Row g*K + k is branch k of state g, with x_k its value up to a constant of the state (so that an advantage will
    /// do) and p_k = exp(log-probability) of its first action.
    /// <see cref="BranchWeighting.Importance"/>: <c>x_k - mean_{j != k} x_j = (x_k - mean_j x_j) * K / (K - 1)</c>.
    /// The others' mean knows nothing of action k, so the surrogate's gradient at the old policy is unbiased.
    /// <see cref="BranchWeighting.FullSum"/>: <c>K p_k (x_k - sum_j p_j x_j / sum_j p_j)</c>. The ratio divides by p_k
    /// and the mean over rows by K, which leaves the sum over actions of pi_new times the advantage.
    /// </para>
    /// <para>Sums over a state's branches are in double, in their order.</para>
    /// </remarks>
    /// <param name="values">[groups*copies] read.</param>
    /// <param name="logProbabilities">[groups*copies] read by full sums.</param>
    /// <param name="groups">States.</param>
    /// <param name="copies">K, the branches of a state: at least two.</param>
    /// <param name="weighting">Which weights.</param>
    /// <param name="weights">[groups*copies] write; may be the values.</param>
    public void CenterBranches(
        ComputeBuffer values,
        ComputeBuffer logProbabilities,
        int groups,
        int copies,
        BranchWeighting weighting,
        ComputeBuffer weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 2);
        Check(values, (long)groups * copies, "groups*copies");
        Check(logProbabilities, (long)groups * copies, "groups*copies");
        Check(weights, (long)groups * copies, "groups*copies");
        CenterBranchesCore(values, logProbabilities, groups, copies, weighting, weights);
    }

    private protected abstract void BranchEnvironmentsCore(
        EnvironmentBatch trunk, EnvironmentBatch branches, int copies, long stepsTaken);

    private protected abstract void CenterBranchesCore(
        ComputeBuffer values, ComputeBuffer logProbabilities, int groups, int copies, BranchWeighting weighting,
        ComputeBuffer weights);

    private static void CheckBranches(EnvironmentBatch environments, RolloutOptions options)
    {
        if (options.BranchCopies < 1 || environments.Count % options.BranchCopies != 0)
        {
            throw new ArgumentException(
                $"Rollout: groups of BranchCopies = {options.BranchCopies} of N = {environments.Count} environments, " +
                "expected at least 1 and a divisor of N.", nameof(options));
        }

        HeadShape head = HeadShape.For(environments.Spec.Actions);
        if (options.EnumerateFirstAction && head != HeadShape.Categorical(options.BranchCopies))
        {
            throw new ArgumentException(
                $"Rollout: EnumerateFirstAction needs one discrete action of BranchCopies = {options.BranchCopies} " +
                $"choices; {environments.Spec.Id} has {environments.Spec.Actions.Kind} actions with " +
                $"{head.Size.NetworkOutputs} network outputs.", nameof(options));
        }
    }
}
