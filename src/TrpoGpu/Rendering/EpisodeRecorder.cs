using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;

namespace TrpoGpu.Rendering;

/// <summary>Plays an episode by the backend's own rollouts, a step at a time, and keeps the states.</summary>
internal sealed class EpisodeRecorder : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly BuiltInSource source;
    private readonly ComputeBuffer normalization;
    private readonly TrajectoryBuffers step;

    /// <param name="backend">Where everything runs.</param>
    /// <param name="id">A built-in environment.</param>
    /// <param name="seed">Of the start state and drawn actions.</param>
    /// <param name="shiftAndScale">[2,I] normalisation of observations.</param>
    /// <exception cref="ArgumentException">The environment is not built in.</exception>
    internal EpisodeRecorder(ComputeBackend backend, string id, ulong seed, ReadOnlySpan<float> shiftAndScale)
    {
        this.backend = backend;
        source = new BuiltInSource(backend, id, count: 1, seed);
        normalization = backend.Allocate(shiftAndScale);
        step = new TrajectoryBuffers(
            backend, steps: 1, environments: 1, source.Spec.ObservationSize, source.Spec.Actions.Columns);
        Seed = seed;
    }

    private ulong Seed { get; }

    /// <summary>Plays from the start state.</summary>
    /// <param name="policy">Acts.</param>
    /// <param name="value">Not evaluated; rollouts value states.</param>
    /// <param name="deterministic">The most likely action instead of a drawn one.</param>
    /// <param name="mostSteps">Steps after which no more are taken, at least one.</param>
    /// <param name="trainedSteps">Environment steps the policy was trained for.</param>
    internal RecordedEpisode Play(Network policy, Network value, bool deterministic, int mostSteps, long trainedSteps)
    {
        RolloutOptions options = new(Deterministic: deterministic);
        List<double[]> states = [ReadState()];
        List<double> returns = [0];
        EpisodeEnding[] endings = new EpisodeEnding[1];
        float[] number = new float[1];
        EpisodeEnd end = EpisodeEnd.None;
        while (end == EpisodeEnd.None && states.Count <= mostSteps)
        {
            source.Collect(policy, value, normalization, options, step);
            if (backend.ReadEpisodes(step, endings) > 0)
            {
                step.Ends.Read(number);
                end = (EpisodeEnd)number[0];
                states.Add(LastState(states[^1]));
                returns.Add(endings[0].Return);
            }
            else
            {
                step.Rewards.Read(number);
                states.Add(ReadState());
                returns.Add(returns[^1] + number[0]);
            }
        }

        return new RecordedEpisode(source.Spec, [.. states], [.. returns], end)
        {
            Seed = Seed,
            Deterministic = deterministic,
            TrainedSteps = trainedSteps,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step.Dispose();
        normalization.Dispose();
        source.Dispose();
    }

    private double[] ReadState()
    {
        double[] state = new double[source.StateLength];
        source.ReadState(state);
        return state;
    }

    // The step that ends an episode begins the next: where it led to is what the equations say of the state before it.
    private double[] LastState(double[] before)
    {
        float[] action = new float[step.ActionColumns];
        step.Actions.Read(action);
        using ReferenceBackend reference = new();
        using ReferenceEnvironments environments =
            ReferenceEnvironments.Create(reference, source.Spec, count: 1, Seed);
        environments.WriteState(before, source.StepsTaken);
        environments.Advance(0, Array.ConvertAll(action, component => (double)component));
        double[] state = new double[before.Length];
        environments.ReadState(state);
        return state;
    }
}
