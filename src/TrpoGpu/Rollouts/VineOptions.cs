using TrpoGpu.Backends;

namespace TrpoGpu.Rollouts;

/// <summary>Where trajectories branch, and how branches are used: vine sampling.</summary>
/// <param name="StepsBetweenBranches">
/// S, at least 1: steps that the trunk takes before it branches. Every trunk environment branches each time.
/// </param>
/// <param name="Copies">
/// K, at least 2: branches of a state; with <see cref="BranchWeighting.FullSum"/> the number of actions.
/// </param>
/// <param name="Horizon">
/// H, at least 1: steps of a branch. What a branch earns after its first step counts as far as lambda carries it; the
/// value function stands for what lies beyond.
/// </param>
/// <param name="Weighting">How the branches of a state are compared.</param>
public sealed record VineOptions(
    int StepsBetweenBranches,
    int Copies,
    int Horizon,
    BranchWeighting Weighting = BranchWeighting.Importance);
