using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Models;
using TrpoGpu.Rollouts;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <summary>Measures a policy by whole episodes.</summary>
internal static class Evaluation
{
    // Steps between looks at which episodes have ended; also what a rollout is wasted at the end.
    private const int StepsPerRollout = 25;


    /// <summary>An environment without a time limit is cut here.</summary>
    internal const int LongestEpisode = 10_000;

    // Keeps evaluation apart from training.
    private const ulong SeedMask = 0x4556414c;

    /// <summary>The seed of a run's evaluation episodes: one for its trainer and for its policy file.</summary>
    internal static ulong SeedFor(ulong runSeed) => runSeed ^ SeedMask;

    /// <summary>Bytes of device memory that an evaluation takes.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="spec">The environment.</param>
    /// <param name="episodes">Episodes, side by side; 0 for none.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="value">Who values.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    internal static long BytesFor(
        ComputeBackend backend, EnvironmentSpec spec, int episodes, NetworkShape policy, NetworkShape value,
        long availableBytes)
    {
        if (episodes == 0)
        {
            return 0;
        }

        long given = backend.BytesOfEnvironments(spec.Id, episodes) + backend.BytesOfBuffer(2 * spec.ObservationSize) +
            TrajectoryBuffers.BytesFor(
                backend, StepsPerRollout, episodes, spec.ObservationSize, spec.Actions.Columns);
        return given + backend.BytesOfRollout(
            spec.Id, episodes, StepsPerRollout, policy, value, availableBytes - given);
    }

    /// <summary>Runs one episode in each environment of a source, all from their start states.</summary>
    /// <param name="backend">Where everything runs.</param>
    /// <param name="source">One environment per episode, unused so far.</param>
    /// <param name="policy">Acts.</param>
    /// <param name="value">Not evaluated; rollouts value states.</param>
    /// <param name="shiftAndScale">[2,I] normalisation of observations.</param>
    /// <param name="deterministic">The most likely action instead of a drawn one.</param>
    internal static EvaluationResult Run(
        ComputeBackend backend,
        TrajectorySource source,
        Network policy,
        Network value,
        ReadOnlySpan<float> shiftAndScale,
        bool deterministic)
    {
        int count = source.Count;
        using ComputeBuffer normalization = backend.Allocate(shiftAndScale);
        using TrajectoryBuffers trajectories = new(
            backend, StepsPerRollout, count, source.Spec.ObservationSize, source.Spec.Actions.Columns);
        EpisodeEnding[] endings = new EpisodeEnding[trajectories.Rows];
        double[] episodeReturns = new double[count];
        double[] episodeLengths = new double[count];
        bool[] ended = new bool[count];
        int remaining = count;
        int limit = source.Spec.TimeLimit > 0 ? source.Spec.TimeLimit : LongestEpisode;
        for (int step = 0; step < limit && remaining > 0; step += StepsPerRollout)
        {
            source.Collect(
                policy, value, normalization, new RolloutOptions(Deterministic: deterministic), trajectories);
            foreach (EpisodeEnding ending in endings.AsSpan(0, backend.ReadEpisodes(trajectories, endings)))
            {
                int n = ending.Row % count;
                if (!ended[n])
                {
                    ended[n] = true;
                    remaining--;
                    episodeReturns[n] = ending.Return;
                    episodeLengths[n] = ending.Length;
                }
            }
        }

        if (remaining > 0)
        {
            throw new InvalidOperationException(
                $"{remaining} of {count} evaluation episodes of {source.Spec.Id} did not end within {limit} steps. " +
                "Give the environment a time limit.");
        }

        return new EvaluationResult(episodeReturns, episodeLengths, source.Spec.SolvedReturn);
    }
}
