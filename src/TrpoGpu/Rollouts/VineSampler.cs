using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;
using TrpoGpu.Shapes;

namespace TrpoGpu.Rollouts;

/// <summary>
/// Vine sampling (Schulman et al. 2015, section 5.2): a trunk of ordinary trajectories, along which every environment
/// is copied K times and each copy tries an action of its own, followed by the policy for H steps.
/// </summary>
/// <remarks>
/// <para>
/// Branches of a state share the noise behind all actions after their first (common random numbers): what differs
/// between them is the action that is judged, so their difference varies less than that of two trajectories.
/// </para>
/// <para>
/// Random numbers of branches are keyed by the trunk's seed, changed by a constant, and count steps from H times the
/// steps that the trunk had taken when it branched: no two branch points share a number, nor does the trunk with any.
/// Branches thus follow from seed, steps taken and the trunk's state alone. A checkpoint of the trunk resumes them.
/// </para>
/// </remarks>
public sealed class VineSampler : IDisposable
{
    // Keeps the random numbers of branches apart from the trunk's.
    private const ulong SeedMask = 0x56494e45;

    private readonly ComputeBackend backend;
    private readonly BuiltInSource source;
    private readonly EnvironmentBatch branches;
    private readonly TrajectoryBuffers branchTrajectories;
    private readonly TrajectoryBuffers? segment;
    private readonly VineBatch batch;
    private readonly RunningMoments moments;
    private readonly double[] means;
    private readonly double[] squaredDeviations;

    /// <summary>Allocates the branches of a source.</summary>
    /// <param name="backend">Where the source is stepped.</param>
    /// <param name="source">The trunk; not disposed with this.</param>
    /// <param name="steps">T: steps of the trunk in a batch, a multiple of those between branches.</param>
    /// <param name="options">Where it branches, and how.</param>
    /// <exception cref="NotSupportedException">Environments whose states cannot be copied: a user's.</exception>
    /// <exception cref="ArgumentException">A size is out of range, or a full sum over what are not K discrete
    /// actions.</exception>
    public VineSampler(ComputeBackend backend, TrajectorySource source, int steps, VineOptions options)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        this.source = source as BuiltInSource ?? throw new NotSupportedException(
            $"{source.Spec.Id} is a user's environment: its state cannot be copied, so it has no branches.");
        Check(source, steps, options);
        this.backend = backend;
        Options = options;
        Steps = steps;
        EnvironmentBatch trunk = this.source.Environments;
        int count = checked(trunk.Count * options.Copies);
        int inputs = trunk.Spec.ObservationSize;
        int columns = trunk.Spec.Actions.Columns;
        batch = new VineBatch(backend, trunk.Spec, trunk.Count, steps / options.StepsBetweenBranches, options);
        branches = backend.CreateEnvironments(trunk.Spec.Id, count, trunk.Seed ^ SeedMask);
        branchTrajectories = new TrajectoryBuffers(backend, options.Horizon, count, inputs, columns);
        segment = options.StepsBetweenBranches == steps
            ? null
            : new TrajectoryBuffers(backend, options.StepsBetweenBranches, trunk.Count, inputs, columns);
        moments = new RunningMoments(inputs + 1);
        means = new double[inputs + 1];
        squaredDeviations = new double[inputs + 1];
    }

    /// <summary>Where the trunk branches, and how.</summary>
    public VineOptions Options { get; }

    /// <summary>T: steps of the trunk in a batch.</summary>
    public int Steps { get; }

    /// <summary>Rows of a batch: T / S * N * K.</summary>
    public int Rows => batch.Capacity;

    /// <summary>
    /// Environment steps of all branches so far, which <see cref="TrajectorySource.StepsTaken"/> does not count: they
    /// follow from those of a trunk that takes all its steps here.
    /// </summary>
    public long BranchSteps => source.StepsTaken / Options.StepsBetweenBranches * branchTrajectories.Rows;

    /// <summary>Bytes of device memory that a sampler takes at once, before its rollouts take theirs; 0 on the
    /// host.</summary>
    /// <param name="backend">Whose memory it would be.</param>
    /// <param name="spec">What branches.</param>
    /// <param name="environments">N of the trunk.</param>
    /// <param name="steps">T.</param>
    /// <param name="options">Where it branches, and how.</param>
    public static long BytesFor(
        ComputeBackend backend, EnvironmentSpec spec, int environments, int steps, VineOptions options)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        int count = checked(environments * options.Copies);
        int between = options.StepsBetweenBranches;
        int inputs = spec.ObservationSize;
        int columns = spec.Actions.Columns;
        return VineBatch.BytesFor(backend, spec, environments, steps / between, options) +
            backend.BytesOfEnvironments(spec.Id, count) +
            TrajectoryBuffers.BytesFor(backend, options.Horizon, count, inputs, columns) +
            (between == steps ? 0 : TrajectoryBuffers.BytesFor(backend, between, environments, inputs, columns));
    }

    /// <summary>
    /// Continues the trunk for T steps and branches it after every S of them.
    /// </summary>
    /// <param name="policy">Acts, in the trunk and in the branches.</param>
    /// <param name="value">Values states.</param>
    /// <param name="normalization">[2,I] frozen shift and scale of observations.</param>
    /// <param name="options">
    /// How the trunk acts, and gamma. Noise is never held in branches, whose first action must follow the policy.
    /// </param>
    /// <param name="gaeLambda">lambda in [0, 1] of a branch's value, see <see cref="VineBatch.Add"/>.</param>
    /// <param name="rewardScale">Factor on rewards, positive.</param>
    /// <param name="trunk">[T,N] write: ordinary trajectories, which can train the value function.</param>
    /// <returns>A row for every branch, in this sampler's memory; valid until the next call.</returns>
    /// <exception cref="ArgumentException">Trajectories of another length, or deterministic actions.</exception>
    public SampleBatch Collect(
        Network policy, Network value, ComputeBuffer normalization, RolloutOptions options, float gaeLambda,
        float rewardScale, TrajectoryBuffers trunk)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(trunk);
        if (trunk.Steps != Steps || options.Deterministic)
        {
            throw new ArgumentException(
                $"VineSampler: a trunk of {trunk.Steps} steps with actions " +
                $"{(options.Deterministic ? "chosen" : "drawn")}, expected {Steps} steps with actions drawn.");
        }

        RolloutOptions branchOptions = options with
        {
            NoiseHoldSteps = 1,
            BranchCopies = Options.Copies,
            EnumerateFirstAction = Options.Weighting == BranchWeighting.FullSum,
        };
        batch.Clear();
        moments.Clear();
        for (int t = 0; t < Steps; t += Options.StepsBetweenBranches)
        {
            CollectSegment(policy, value, normalization, options, trunk, t);
            backend.BranchEnvironments(source.Environments, branches, source.StepsTaken * Options.Horizon);
            backend.Rollout(
                branches, policy.Shape, policy.Parameters, value.Shape, value.Parameters, normalization, branchOptions,
                branchTrajectories);
            batch.Add(branchTrajectories, options.Discount, gaeLambda, rewardScale);
        }

        return batch.Samples;
    }

    /// <summary>
    /// Moments of the trunk that was last collected: of each raw observation component, then of the discounted return.
    /// </summary>
    /// <param name="means">[I+1] write.</param>
    /// <param name="squaredDeviations">[I+1] write.</param>
    public void ReadMoments(Span<double> means, Span<double> squaredDeviations)
    {
        moments.Means.CopyTo(means);
        moments.SquaredDeviations.CopyTo(squaredDeviations);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        batch.Dispose();
        branches.Dispose();
        branchTrajectories.Dispose();
        segment?.Dispose();
    }

    private static void Check(TrajectorySource source, int steps, VineOptions options)
    {
        if (options.StepsBetweenBranches < 1 || steps < 1 || steps % options.StepsBetweenBranches != 0)
        {
            throw new ArgumentException(
                $"VineSampler: a trunk of {steps} steps that branches every {options.StepsBetweenBranches}, expected " +
                "a multiple.");
        }

        HeadShape head = HeadShape.For(source.Spec.Actions);
        if (options.Weighting == BranchWeighting.FullSum && head != HeadShape.Categorical(options.Copies))
        {
            throw new ArgumentException(
                $"VineSampler: a full sum over {options.Copies} branches, expected one for each choice of a single " +
                $"discrete action; {source.Spec.Id} has {source.Spec.Actions.Kind} actions with " +
                $"{head.Size.NetworkOutputs} network outputs.", nameof(options));
        }
    }

    // The next segment would forget the moments of this one.
    private void CollectSegment(
        Network policy, Network value, ComputeBuffer normalization, RolloutOptions options, TrajectoryBuffers trunk,
        int t)
    {
        TrajectoryBuffers part = segment ?? trunk;
        source.Collect(policy, value, normalization, options, part);
        source.ReadMoments(means, squaredDeviations);
        moments.Merge(part.Rows, means, squaredDeviations);
        if (segment is null)
        {
            return;
        }

        int row = t * trunk.Environments;
        Append(segment.Observations, trunk.Observations, row, trunk.ObservationSize);
        Append(segment.Actions, trunk.Actions, row, trunk.ActionColumns);
        Append(segment.LogProbabilities, trunk.LogProbabilities, row, 1);
        Append(segment.Rewards, trunk.Rewards, row, 1);
        Append(segment.Values, trunk.Values, row, 1);
        Append(segment.FinalValues, trunk.FinalValues, row, 1);
        Append(segment.Ends, trunk.Ends, row, 1);
        Append(segment.EpisodeReturns, trunk.EpisodeReturns, row, 1);
        Append(segment.EpisodeLengths, trunk.EpisodeLengths, row, 1);
        backend.Copy(segment.LastValues, trunk.LastValues, trunk.Environments);
    }

    private void Append(ComputeBuffer from, ComputeBuffer to, int row, int columns) =>
        backend.Copy(from, to, row * columns, segment!.Rows * columns);
}
