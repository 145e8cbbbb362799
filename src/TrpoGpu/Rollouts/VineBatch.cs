using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Rollouts;

/// <summary>
/// The first steps of branches as samples of the surrogate loss: observations, actions, log-probabilities, and weights
/// that compare the branches of a state with one another.
/// </summary>
/// <remarks>
/// The value of a first action is that of its whole branch: row 0 of <see cref="ComputeBackend.Advantages"/>, whose
/// baseline V(s) the branches of a state have in common and <see cref="ComputeBackend.CenterBranches"/> takes out.
/// </remarks>
public sealed class VineBatch : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly int states;
    private readonly int copies;
    private readonly BranchWeighting weighting;
    private readonly ComputeBuffer observations;
    private readonly ComputeBuffer actions;
    private readonly ComputeBuffer logProbabilities;
    private readonly ComputeBuffer weights;
    private readonly ComputeBuffer advantages;
    private readonly ComputeBuffer returns;
    private int rows;

    /// <summary>Allocates a batch.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="spec">What branches.</param>
    /// <param name="states">N: states that branch at once.</param>
    /// <param name="points">How often they do.</param>
    /// <param name="options">K branches of H steps.</param>
    /// <exception cref="ArgumentException">A size is out of range, or too large with the others.</exception>
    public VineBatch(ComputeBackend backend, EnvironmentSpec spec, int states, int points, VineOptions options)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Copies, 2, nameof(options.Copies));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Horizon, 1, nameof(options.Horizon));
        this.backend = backend;
        this.states = states;
        copies = options.Copies;
        weighting = options.Weighting;
        int branches = checked(states * copies);
        Capacity = checked(points * branches);
        observations = backend.Allocate(checked(Capacity * spec.ObservationSize));
        actions = backend.Allocate(checked(Capacity * spec.Actions.Columns));
        logProbabilities = backend.Allocate(Capacity);
        weights = backend.Allocate(Capacity);
        advantages = backend.Allocate(checked(options.Horizon * branches));
        returns = backend.Allocate(options.Horizon * branches);
    }

    /// <summary>Rows of a full batch: points * N * K.</summary>
    public int Capacity { get; }

    /// <summary>
    /// What was added. Rows of a state are neighbours, states lie in the order of their environments, and points in the
    /// order of time.
    /// </summary>
    public SampleBatch Samples => new(rows, observations, actions, weights, logProbabilities);

    /// <summary>Bytes of device memory that a batch takes; 0 on the host.</summary>
    /// <param name="backend">Whose memory it would be.</param>
    /// <param name="spec">What branches.</param>
    /// <param name="states">N.</param>
    /// <param name="points">How often.</param>
    /// <param name="options">K branches of H steps.</param>
    public static long BytesFor(
        ComputeBackend backend, EnvironmentSpec spec, int states, int points, VineOptions options)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        int branches = checked(states * options.Copies);
        int capacity = checked(points * branches);
        return backend.BytesOfBuffer(checked(capacity * spec.ObservationSize)) +
            backend.BytesOfBuffer(checked(capacity * spec.Actions.Columns)) + (2 * backend.BytesOfBuffer(capacity)) +
            (2 * backend.BytesOfBuffer(checked(options.Horizon * branches)));
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => rows = 0;

    /// <summary>Adds the first steps of branches, K neighbours of each state.</summary>
    /// <param name="branches">[H,N*K] read.</param>
    /// <param name="discount">gamma in [0, 1].</param>
    /// <param name="gaeLambda">
    /// lambda in [0, 1]: how far a branch is believed over the value function; 1 for all of its H steps.
    /// </param>
    /// <param name="rewardScale">Factor on rewards, positive.</param>
    /// <exception cref="ArgumentException">They are other branches than there is room for.</exception>
    public void Add(TrajectoryBuffers branches, float discount, float gaeLambda, float rewardScale)
    {
        ArgumentNullException.ThrowIfNull(branches);
        int added = states * copies;
        if (branches.Environments != added || rows + added > Capacity)
        {
            throw new ArgumentException(
                $"VineBatch: {branches.Environments} branches after {rows} rows, expected N*K = {added} and at most " +
                $"{Capacity} rows in all.", nameof(branches));
        }

        // Rows of the first step come first in trajectories.
        backend.Advantages(branches, discount, gaeLambda, rewardScale, advantages, returns);
        backend.CenterBranches(advantages, branches.LogProbabilities, states, copies, weighting, advantages);
        backend.Copy(advantages, weights, rows, added);
        backend.Copy(branches.LogProbabilities, logProbabilities, rows, added);
        int inputs = branches.ObservationSize;
        int columns = branches.ActionColumns;
        backend.Copy(branches.Observations, observations, rows * inputs, added * inputs);
        backend.Copy(branches.Actions, actions, rows * columns, added * columns);
        rows += added;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        observations.Dispose();
        actions.Dispose();
        logProbabilities.Dispose();
        weights.Dispose();
        advantages.Dispose();
        returns.Dispose();
    }
}
