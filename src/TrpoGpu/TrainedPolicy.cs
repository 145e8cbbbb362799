using System;
using TrpoGpu.Backends;
using TrpoGpu.Files;
using TrpoGpu.Models;
using TrpoGpu.Rendering;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <summary>A policy read from a file: acts and can be measured, does not learn.</summary>
/// <remarks>For one thread at a time. The file is data: nothing in it is executed.</remarks>
public sealed class TrainedPolicy : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly Network policy;
    private readonly Network value;
    private readonly float[] shiftAndScale;
    private readonly float[] normalized;
    private readonly NetworkWorkspace workspace;
    private readonly ComputeBuffer observations;
    private readonly ComputeBuffer actions;

    internal TrainedPolicy(
        ComputeBackend backend, PolicyContents contents, int capacity)
    {
        this.backend = backend;
        EnvironmentId = contents.EnvironmentId;
        TrainedSteps = contents.Steps;
        Seed = contents.Seed;
        policy = new Network(backend, contents.Policy, contents.PolicyParameters);
        value = new Network(backend, contents.Value, contents.ValueParameters);
        shiftAndScale = contents.ShiftAndScale;
        normalized = new float[capacity * contents.Policy.Mlp.Inputs];
        workspace = backend.CreateWorkspace(contents.Policy, capacity);
        observations = backend.Allocate(normalized.Length);
        actions = backend.Allocate(capacity * contents.Policy.Head.Size.Actions);
    }

    /// <summary>The environment it was trained on.</summary>
    public string EnvironmentId { get; }

    /// <summary>Environment steps it was trained for.</summary>
    public long TrainedSteps { get; }

    /// <summary>Seed of its training.</summary>
    public ulong Seed { get; }

    /// <summary>Seed of the episodes that its trainer evaluates it by.</summary>
    public ulong EvaluationSeed => Evaluation.SeedFor(Seed);

    /// <summary>Widths, activation, head.</summary>
    public NetworkShape Shape => policy.Shape;

    /// <summary>Reads a policy.</summary>
    /// <param name="path">Of a <c>policy.safetensors</c>.</param>
    /// <param name="backend">Where it runs; not disposed with the policy.</param>
    /// <param name="capacity">The most rows of one call of <see cref="Act"/>.</param>
    /// <exception cref="InvalidFileException">The file is not a policy, or damaged: says where and why.</exception>
    public static TrainedPolicy Load(string path, ComputeBackend backend, int capacity = 1) =>
        new(backend, PolicyFile.Read(path), capacity);

    /// <summary>The most likely action for each observation.</summary>
    /// <param name="observations">[rows,I] raw, as the environment gives them.</param>
    /// <param name="actions">[rows,columns] write; discrete actions as their index.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or more rows than the capacity.</exception>
    public void Act(ReadOnlySpan<float> observations, Span<float> actions)
    {
        int inputs = Shape.Mlp.Inputs;
        int columns = Shape.Head.Size.Actions;
        int rows = observations.Length / inputs;
        if (rows < 1 || rows > workspace.Capacity ||
            observations.Length != rows * inputs || actions.Length != rows * columns)
        {
            throw new ArgumentException(
                $"Act: {observations.Length} observations and {actions.Length} actions, expected rows*{inputs} and " +
                $"rows*{columns} with 1 to {workspace.Capacity} rows.");
        }

        for (int k = 0; k < observations.Length; k++)
        {
            int component = k % inputs;
            float shifted = (observations[k] - shiftAndScale[component]) * shiftAndScale[inputs + component];
            normalized[k] = Math.Clamp(
                shifted, -RolloutOptions.DefaultObservationClip, RolloutOptions.DefaultObservationClip);
        }

        this.observations.Write(normalized.AsSpan(0, observations.Length));
        backend.Mode(workspace, policy.Parameters, this.observations, rows, this.actions);
        this.actions.Read(actions);
    }

    /// <summary>Runs whole episodes of the built-in environment it was trained on.</summary>
    /// <param name="episodes">Episodes, each in its own copy.</param>
    /// <param name="seed">
    /// Of the start states and drawn actions; null for <see cref="EvaluationSeed"/>, which gives the result of the
    /// trainer's own evaluation.
    /// </param>
    /// <param name="deterministic">The most likely action instead of a drawn one.</param>
    /// <exception cref="ArgumentException">The environment is not built in.</exception>
    public EvaluationResult Evaluate(int episodes = 100, ulong? seed = null, bool deterministic = true)
    {
        using BuiltInSource fresh = new(backend, EnvironmentId, episodes, seed ?? EvaluationSeed);
        return Evaluation.Run(backend, fresh, policy, value, shiftAndScale, deterministic);
    }

    /// <summary>
    /// Plays one episode of the built-in environment it was trained on, to be looked at: the first of those that
    /// <see cref="Evaluate"/> runs with the same seed.
    /// </summary>
    /// <param name="seed">Of the start state and drawn actions; null for <see cref="EvaluationSeed"/>.</param>
    /// <param name="deterministic">The most likely action instead of a drawn one.</param>
    /// <param name="mostSteps">Steps after which the episode is left unfinished; null for none.</param>
    /// <exception cref="ArgumentException">The environment is not built in.</exception>
    public RecordedEpisode Record(ulong? seed = null, bool deterministic = true, int? mostSteps = null)
    {
        int most = mostSteps ?? Evaluation.LongestEpisode;
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(mostSteps));
        using EpisodeRecorder recorder = new(backend, EnvironmentId, seed ?? EvaluationSeed, shiftAndScale);
        return recorder.Play(policy, value, deterministic, most, TrainedSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        policy.Dispose();
        value.Dispose();
        workspace.Dispose();
        observations.Dispose();
        actions.Dispose();
    }
}
