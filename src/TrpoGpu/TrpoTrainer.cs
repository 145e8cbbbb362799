using System;
using System.Collections.Generic;
using System.Diagnostics;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;

namespace TrpoGpu;

/// <summary>
/// Trust Region Policy Optimization: collect, estimate advantages, step the policy, fit the value function.
/// </summary>
/// <remarks>
/// Equal options, seed and backend give equal bits, whatever the number of threads. After the first iteration nothing
/// is allocated.
/// </remarks>
public sealed partial class TrpoTrainer : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly TrajectorySource source;
    private readonly TrajectoryBuffers trajectories;
    private readonly VineSampler? vine;
    private readonly PolicyUpdate update;
    private readonly CriticFit critic;
    private readonly ObservationNormalizer normalizer;
    private readonly RunningMoments returnMoments;
    private readonly EpisodeStatistics episodes;
    private readonly ComputeBuffer normalization;
    private readonly ComputeBuffer advantages;
    private readonly ComputeBuffer returns;
    private readonly double[] blockMeans;
    private readonly double[] blockSquaredDeviations;
    private int iteration;

    /// <summary>Prepares to train on a built-in environment.</summary>
    /// <param name="backend">Where everything runs; not disposed with the trainer.</param>
    /// <param name="environment">Identifier, such as <c>CartPole-v1</c>.</param>
    /// <param name="options">Settings; the environment's preset if null.</param>
    /// <param name="seed">Of weights, start states, actions and minibatches.</param>
    /// <exception cref="ArgumentException">The environment is unknown or a setting is out of range.</exception>
    public TrpoTrainer(ComputeBackend backend, string environment, TrpoOptions? options = null, ulong seed = 0)
        : this(
            backend, CreateSource(backend, environment, Valid(options ?? Presets.For(environment)), seed),
            options ?? Presets.For(environment), seed)
    {
    }

    /// <summary>Prepares to train on a user's environments.</summary>
    /// <param name="backend">Where the networks run; not disposed with the trainer.</param>
    /// <param name="environments">Stepped on the host; disposed with the trainer.</param>
    /// <param name="options">Settings; the number of environments is the vector's own.</param>
    /// <param name="seed">Of weights, episodes, actions and minibatches.</param>
    /// <exception cref="EnvironmentContractException">The environments' reset is at fault.</exception>
    /// <exception cref="OptionException">Staggered starts, which only built-in environments have.</exception>
    public TrpoTrainer(ComputeBackend backend, IVectorEnvironment environments, TrpoOptions options, ulong seed = 0)
        : this(backend, CreateSource(backend, environments, options, seed), options, seed)
    {
    }

    private TrpoTrainer(ComputeBackend backend, TrajectorySource source, TrpoOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(options);
        this.backend = backend;
        this.source = source;
        Options = Valid(options with { Environments = source.Count });
        Seed = seed;

        EnvironmentSpec spec = source.Spec;
        Policy = new Network(
            backend, PolicyShape(spec, options), NetworkInitialization.Policy(options.InitialLogStandardDeviation),
            seed);
        Value = new Network(backend, ValueShape(spec, options), NetworkInitialization.Value, seed ^ ValueSeed);

        int rows = Options.BatchRows;
        trajectories = new TrajectoryBuffers(
            backend, options.Steps, source.Count, spec.ObservationSize, spec.Actions.Columns);
        vine = CreateVine(backend, source, Options);
        update = CreateUpdate(backend, Policy.Shape, vine?.Rows ?? rows, Options, seed);
        critic = CreateCritic(backend, Value.Shape, rows, options, seed);
        normalizer = new ObservationNormalizer(spec.ObservationSize, options.NormalizeObservations);
        returnMoments = new RunningMoments(1);
        episodes = new EpisodeStatistics(rows);
        normalization = backend.Allocate(2 * spec.ObservationSize);
        advantages = backend.Allocate(rows);
        returns = backend.Allocate(rows);
        blockMeans = new double[spec.ObservationSize + 1];
        blockSquaredDeviations = new double[spec.ObservationSize + 1];
    }

    /// <summary>Settings in force.</summary>
    public TrpoOptions Options { get; }

    /// <summary>Seed of the run.</summary>
    public ulong Seed { get; }

    /// <summary>The environment.</summary>
    public EnvironmentSpec Environment => source.Spec;

    /// <summary>The policy.</summary>
    public Network Policy { get; }

    /// <summary>The value function.</summary>
    public Network Value { get; }

    /// <summary>Environment steps so far, those of branches included.</summary>
    public long StepsTaken => TrajectorySteps + (vine?.BranchSteps ?? 0);

    /// <summary>Environment steps of an iteration, those of branches included.</summary>
    public long StepsPerIteration => trajectories.Rows +
        (vine is null ? 0 : (long)vine.Rows * vine.Options.Horizon);

    /// <summary>Iterations so far.</summary>
    public int Iterations => iteration;

    /// <summary>Episodes that ended so far.</summary>
    public long EpisodesEnded => episodes.Total;

    /// <summary>Episodes that ended in the last iteration.</summary>
    public ReadOnlySpan<EpisodeRecord> EndedEpisodes => episodes.Ended;

    private long TrajectorySteps => source.StepsTaken * source.Count;

    // Keeps the weights of the value function apart from the policy's.
    private const ulong ValueSeed = 0x56414c5545;

    /// <summary>
    /// Iterates until at least <paramref name="totalSteps"/> environment steps have been taken in all.
    /// </summary>
    /// <param name="totalSteps">The run's budget; the options' if null.</param>
    public IEnumerable<TrainingReport> Train(long? totalSteps = null)
    {
        long budget = totalSteps ?? Options.TotalSteps;
        while (StepsTaken < budget)
        {
            yield return Iterate();
        }
    }

    /// <summary>One iteration: rollout, policy step, critic fit.</summary>
    /// <exception cref="EnvironmentContractException">A user's environment misbehaved.</exception>
    public TrainingReport Iterate()
    {
        long stepsBefore = TrajectorySteps;
        long start = Stopwatch.GetTimestamp();

        normalizer.Freeze(normalization);
        float rewardScale = RewardScale();
        RolloutOptions rollout = new(
            NoiseHoldSteps: Options.NoiseHoldSteps, Discount: (float)Options.Discount);
        SampleBatch policyBatch = Collect(rollout, rewardScale);
        // The rollout's time is that of work done; what ended travels to the host while the update computes.
        backend.Synchronize();
        backend.BeginReadEpisodes(trajectories);
        long collected = Stopwatch.GetTimestamp();

        backend.Advantages(
            trajectories, (float)Options.Discount, (float)Options.GaeLambda, rewardScale, advantages, returns);
        double explainedVariance = ReadExplainedVariance();
        if (Options.NormalizeAdvantages)
        {
            backend.Standardize(policyBatch.Advantages!, policyBatch.Rows);
        }

        UpdateReport updateReport = update.Apply(Policy.Parameters, policyBatch);
        long updated = Stopwatch.GetTimestamp();

        SampleBatch valueBatch = new(trajectories.Rows, trajectories.Observations, returns);
        CriticReport criticReport = critic.Fit(Value.Parameters, valueBatch);
        Learn();
        episodes.Read(trajectories, stepsBefore, Environment.TimeLimit);
        long fitted = Stopwatch.GetTimestamp();

        iteration++;
        return new TrainingReport
        {
            Iteration = iteration,
            Steps = StepsTaken,
            EpisodesEnded = episodes.Ended.Length,
            EpisodeReturnMean = episodes.ReturnMean,
            EpisodeLengthMean = episodes.LengthMean,
            Update = updateReport,
            Critic = criticReport,
            ExplainedVariance = explainedVariance,
            RolloutTime = Stopwatch.GetElapsedTime(start, collected),
            UpdateTime = Stopwatch.GetElapsedTime(collected, updated),
            CriticTime = Stopwatch.GetElapsedTime(updated, fitted),
        };
    }

    /// <summary>Measures the policy on fresh copies of a built-in environment.</summary>
    /// <param name="episodes">Episodes, one for each copy.</param>
    /// <param name="deterministic">The most likely action instead of a drawn one.</param>
    /// <exception cref="InvalidOperationException">The environment is a user's own.</exception>
    public EvaluationResult Evaluate(int episodes = 100, bool deterministic = true)
    {
        if (source is not BuiltInSource)
        {
            throw new InvalidOperationException(
                $"{Environment.Id} is a user's environment: give Evaluate fresh copies of it.");
        }

        using BuiltInSource fresh = new(backend, Environment.Id, episodes, Evaluation.SeedFor(Seed));
        normalizer.Freeze(normalization);
        return Evaluation.Run(backend, fresh, Policy, Value, normalizer.ShiftAndScale, deterministic);
    }

    /// <summary>Measures the policy on a user's environments, one episode in each.</summary>
    /// <param name="environments">Fresh copies; disposed when done.</param>
    /// <param name="deterministic">The most likely action instead of a drawn one.</param>
    public EvaluationResult Evaluate(IVectorEnvironment environments, bool deterministic = true)
    {
        using HostSource fresh = new(backend, environments, Evaluation.SeedFor(Seed));
        normalizer.Freeze(normalization);
        return Evaluation.Run(backend, fresh, Policy, Value, normalizer.ShiftAndScale, deterministic);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        source.Dispose();
        vine?.Dispose();
        trajectories.Dispose();
        update.Dispose();
        critic.Dispose();
        normalization.Dispose();
        advantages.Dispose();
        returns.Dispose();
        Policy.Dispose();
        Value.Dispose();
    }

    // What the value function leaves of the returns is the advantages, before they are standardised.
    private double ReadExplainedVariance()
    {
        (double _, double ofReturns) = backend.ReadMeanAndVariance(returns, trajectories.Rows);
        (double _, double ofAdvantages) = backend.ReadMeanAndVariance(advantages, trajectories.Rows);
        return ofReturns > 0 ? 1 - (ofAdvantages / ofReturns) : double.NaN;
    }

    // Frozen for the iteration like the observations; 1 until returns have been seen to vary.
    private float RewardScale() => Options.NormalizeRewards ? returnMoments.Scale(0) : 1f;

    // What the rollout showed counts from the next iteration on; a NaN would count for ever.
    private void Learn()
    {
        int size = normalizer.Moments.Means.Length;
        ReadMoments();
        if (!Array.TrueForAll(blockMeans, double.IsFinite) ||
            !Array.TrueForAll(blockSquaredDeviations, double.IsFinite))
        {
            return;
        }

        normalizer.Moments.Merge(
            trajectories.Rows, blockMeans.AsSpan(0, size), blockSquaredDeviations.AsSpan(0, size));
        returnMoments.Merge(
            trajectories.Rows, blockMeans.AsSpan(size, 1), blockSquaredDeviations.AsSpan(size, 1));
    }
}
