using System;
using TrpoGpu.Backends.Reference.Heads;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <content>Environments stepped by a policy.</content>
public sealed partial class ReferenceBackend
{
    private protected override void SampleCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        NoiseKey noise, ComputeBuffer actions, ComputeBuffer logProbabilities)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        for (int b = 0; b < rows; b++)
        {
            double[] distribution = Distribution(w, parameters, Row(observations, b, w.Shape.Mlp.Inputs));
            Span<double> action = Row(actions, b, w.Shape.Head.Size.Actions);
            w.Head.Sample(distribution, ActionNoise(w.Head, noise, b, action.Length), action);
            Values(logProbabilities)[b] = w.Head.LogProbability(distribution, action);
        }
    }

    private protected override EnvironmentBatch CreateEnvironmentsCore(
        EnvironmentSpec spec, int count, ulong seed) =>
        ReferenceEnvironments.Create(this, spec, count, seed);

    private protected override void RolloutCore(
        EnvironmentBatch environments, NetworkShape policy, ComputeBuffer policyParameters,
        NetworkShape value, ComputeBuffer valueParameters, ComputeBuffer normalization,
        RolloutOptions options, TrajectoryBuffers trajectories)
    {
        ReferenceEnvironments e = (ReferenceEnvironments)environments;
        ReferenceMlp policyMlp = new(policy.Mlp);
        ReferenceHead head = ReferenceHead.For(policy.Head);
        ReferenceMlp valueMlp = new(value.Mlp);
        double Value(double[] normalized) =>
            valueMlp.Forward(Values(valueParameters), normalized).PreActivations[^1][0];

        e.ForgetSamples();
        for (int t = 0; t < trajectories.Steps; t++)
        {
            for (int n = 0; n < e.Count; n++)
            {
                int row = (t * e.Count) + n;
                double[] observation = e.Observe(n);
                double[] normalized = Normalize(observation, normalization, options.ObservationClip);
                normalized.CopyTo(Row(trajectories.Observations, row, normalized.Length));
                Values(trajectories.Values)[row] = Value(normalized);

                double[] distribution = Distribution(
                    policy, policyParameters, policyMlp.Forward(Values(policyParameters), normalized));
                Span<double> action = Row(trajectories.Actions, row, trajectories.ActionColumns);
                Act(e, head, distribution, options, t, n, action);
                Values(trajectories.LogProbabilities)[row] = head.LogProbability(distribution, action);

                EpisodeEnd end = Advance(e, n, action, options.Discount, out double reward);
                e.AddSample(observation, e.DiscountedReturns[n]);
                Values(trajectories.Rewards)[row] = reward;
                Values(trajectories.Ends)[row] = (double)end;
                Values(trajectories.FinalValues)[row] = end == EpisodeEnd.Truncated
                    ? Value(Normalize(e.Observe(n), normalization, options.ObservationClip))
                    : 0;
                Values(trajectories.EpisodeReturns)[row] = end == EpisodeEnd.None ? 0 : e.EpisodeReturns[n];
                Values(trajectories.EpisodeLengths)[row] = end == EpisodeEnd.None ? 0 : e.EpisodeLengths[n];
                if (end != EpisodeEnd.None)
                {
                    StartEpisode(e, n);
                }
            }

            e.CountStep();
        }

        for (int n = 0; n < e.Count; n++)
        {
            Values(trajectories.LastValues)[n] =
                Value(Normalize(e.Observe(n), normalization, options.ObservationClip));
        }
    }

    private protected override int ReadEpisodesCore(
        TrajectoryBuffers trajectories, Span<EpisodeEnding> destination)
    {
        int count = 0;
        for (int row = 0; row < trajectories.Rows; row++)
        {
            if (Values(trajectories.Ends)[row] != (double)EpisodeEnd.None)
            {
                destination[count++] = new EpisodeEnding(
                    row, (float)Values(trajectories.EpisodeReturns)[row],
                    (int)Values(trajectories.EpisodeLengths)[row]);
            }
        }

        return count;
    }

    private static void Act(
        ReferenceEnvironments e, ReferenceHead head, double[] distribution, RolloutOptions options, int t,
        int n, Span<double> action)
    {
        if (options.EnumerateFirstAction && t == 0)
        {
            action[0] = n % options.BranchCopies;
            return;
        }

        if (options.Deterministic)
        {
            head.Mode(distribution, action);
            return;
        }

        NoiseKey noise = new(e.Seed, (ulong)(e.StepsTaken / options.NoiseHoldSteps));
        int noisy = t == 0 ? n : n / options.BranchCopies * options.BranchCopies;
        head.Sample(distribution, ActionNoise(head, noise, noisy, action.Length), action);
    }

    private static EpisodeEnd Advance(
        ReferenceEnvironments e, int n, ReadOnlySpan<double> action, double discount, out double reward)
    {
        (reward, bool terminated) = e.Advance(n, action);
        e.EpisodeLengths[n]++;
        e.EpisodeReturns[n] += reward;
        e.DiscountedReturns[n] = (discount * e.DiscountedReturns[n]) + reward;
        if (terminated)
        {
            return EpisodeEnd.Terminated;
        }

        bool timeIsUp = e.Spec.TimeLimit > 0 && e.EpisodeLengths[n] >= e.Spec.TimeLimit;
        return timeIsUp ? EpisodeEnd.Truncated : EpisodeEnd.None;
    }

    private static void StartEpisode(ReferenceEnvironments e, int n)
    {
        e.EpisodeLengths[n] = 0;
        e.EpisodeReturns[n] = 0;
        e.DiscountedReturns[n] = 0;
        e.Reset(n, (ulong)e.StepsTaken + 1);
    }

    private static double[] Normalize(double[] observation, ComputeBuffer normalization, double clip)
    {
        double[] normalized = new double[observation.Length];
        for (int i = 0; i < observation.Length; i++)
        {
            double shift = Row(normalization, 0, observation.Length)[i];
            double scale = Row(normalization, 1, observation.Length)[i];
            normalized[i] = Math.Clamp((observation[i] - shift) * scale, -clip, clip);
        }

        return normalized;
    }

    private static double[] ActionNoise(ReferenceHead head, NoiseKey key, int environment, int columns)
    {
        uint n = (uint)environment;
        double[] noise = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            noise[j] = head.DrawsFromNormal
                ? NoiseColumn.NormalAt<Float64>(key.Seed, RandomUse.Action, n, key.Step, j).Value
                : NoiseColumn.UniformAt(key.Seed, RandomUse.Action, n, key.Step, j);
        }

        return noise;
    }
}
