using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Rollouts;

/// <summary>Makes a vector of single environments: steps them in turn, resets them, keeps their time limits.</summary>
public sealed class EnvironmentGroup : IVectorEnvironment
{
    private readonly IEnvironment[] members;
    private readonly ulong[] seeds;
    private readonly int[] lengths;
    private long steps;

    /// <summary>Groups environments.</summary>
    /// <exception cref="ArgumentException">There are none, one is null, or their sizes differ.</exception>
    public EnvironmentGroup(IEnumerable<IEnvironment> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        this.members = [.. members];
        if (this.members.Length == 0)
        {
            throw new ArgumentException("EnvironmentGroup: no environments, expected at least 1.", nameof(members));
        }

        int absent = Array.FindIndex(this.members, m => m?.Spec?.ObservationNames is null || m.Spec.Actions is null);
        if (absent >= 0)
        {
            throw new ArgumentException(
                $"EnvironmentGroup: environment {absent} is null, or its Spec, ObservationNames or Actions are.",
                nameof(members));
        }

        Spec = this.members[0].Spec;
        int other = Array.FindIndex(this.members, m => !HasSizesOf(m.Spec, Spec));
        if (other >= 0)
        {
            throw new ArgumentException(
                $"EnvironmentGroup: environment {other} differs from environment 0 in the sizes of " +
                "observations or actions.",
                nameof(members));
        }

        seeds = new ulong[this.members.Length];
        lengths = new int[this.members.Length];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public int Count => members.Length;

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations)
    {
        seeds.CopyTo(this.seeds);
        steps = 0;
        for (int n = 0; n < members.Length; n++)
        {
            ResetMember(n, Row(observations, n), step: -1);
        }
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<float> actions, in StepResult result)
    {
        int columns = Spec.Actions.Columns;
        for (int n = 0; n < members.Length; n++)
        {
            Span<float> observation = Row(result.Observations, n);
            StepOutcome outcome;
            try
            {
                outcome = members[n].Advance(actions.Slice(n * columns, columns), observation);
            }
            catch (Exception cause) when (cause is not EnvironmentContractException)
            {
                throw new EnvironmentContractException(
                    n, steps, $"threw {cause.GetType().Name}: {cause.Message}", cause);
            }

            lengths[n]++;
            result.Rewards[n] = outcome.Reward;
            result.Terminated[n] = outcome.Terminated;
            result.Truncated[n] = !outcome.Terminated && Spec.TimeLimit > 0 && lengths[n] >= Spec.TimeLimit;
            if (outcome.Terminated || result.Truncated[n])
            {
                observation.CopyTo(Row(result.FinalObservations, n));
                ResetMember(n, observation, steps);
            }
        }

        steps++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IEnvironment member in members)
        {
            (member as IDisposable)?.Dispose();
        }
    }

    private static bool HasSizesOf(EnvironmentSpec spec, EnvironmentSpec other) =>
        spec.ObservationSize == other.ObservationSize && spec.Actions.Kind == other.Actions.Kind &&
        spec.Actions.Columns == other.Actions.Columns && spec.Actions.Choices.SequenceEqual(other.Actions.Choices);

    // Each episode has a seed of its own: the environment's, advanced by Weyl's odd constant.
    private void ResetMember(int n, Span<float> observation, long step)
    {
        lengths[n] = 0;
        observation.Fill(float.NaN);
        try
        {
            members[n].Reset(seeds[n], observation);
        }
        catch (Exception cause) when (cause is not EnvironmentContractException)
        {
            throw new EnvironmentContractException(
                n, step, $"Reset threw {cause.GetType().Name}: {cause.Message}", cause);
        }

        seeds[n] += 0x9e3779b97f4a7c15;
    }

    private Span<float> Row(Span<float> values, int n) => values.Slice(n * Spec.ObservationSize, Spec.ObservationSize);
}
