using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;

namespace TrpoGpu.Tests.Support;

/// <summary>Spoils what a vector that behaves has written.</summary>
internal delegate void StepFault(in StepResult result);

/// <summary>Spoils the observations of a reset.</summary>
internal delegate void ResetFault(Span<float> observations);

/// <summary>A vector of three environments that behaves, but for what it is told.</summary>
internal sealed class FaultyVector : IVectorEnvironment
{
    public const int Environments = 3;
    public const int ObservationSize = 2;

    /// <summary>The step at which a fault of <see cref="Advance"/> shows: late, in the second rollout of
    /// five.</summary>
    public const int FaultyStep = 6;

    private int step;

    public Func<EnvironmentSpec> SpecOf { get; init; } = () => Describe(ActionSpace.Discrete(2));

    /// <summary>The number of environments after so many steps.</summary>
    public Func<int, int> CountOf { get; init; } = _ => Environments;

    public ResetFault OnReset { get; init; } = _ => { };

    public StepFault OnStep { get; init; } = (in _) => { };

    public EnvironmentSpec Spec => SpecOf();

    public int Count => CountOf(step);

    public static EnvironmentSpec Describe(
        ActionSpace actions, int observations = ObservationSize, int timeLimit = 0) => new()
        {
            Id = "Faulty-v0",
            ObservationNames = [.. Enumerable.Repeat("number", observations)],
            Actions = actions,
            TimeLimit = timeLimit,
        };

    public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations)
    {
        observations.Fill(0.5f);
        OnReset(observations);
    }

    public void Advance(ReadOnlySpan<float> actions, in StepResult result)
    {
        result.Observations.Fill(0.25f * (step % 3));
        result.Rewards.Fill(1f);
        if (step++ == FaultyStep)
        {
            OnStep(result);
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>What a single environment does wrong.</summary>
internal enum MemberFault
{
    None,
    ResetThrows,
    AdvanceThrows,
    RewardIsNaN,
    ObservationIsUnset,
    ResetThrowsAfterAnEpisode,
    ObservationIsUnsetAfterAnEpisode,
}

/// <summary>One environment whose first episode ends in the faulty step, and that behaves but for its fault.</summary>
internal sealed class FaultyMember(MemberFault fault, EnvironmentSpec? spec = null) : IEnvironment
{
    private int step;
    private int episodes;

    public EnvironmentSpec Spec { get; } = spec ??
        FaultyVector.Describe(ActionSpace.Discrete(2), timeLimit: FaultyVector.FaultyStep + 1);

    public void Reset(ulong seed, Span<float> observation)
    {
        bool isFirst = episodes++ == 0;
        if (fault == (isFirst ? MemberFault.ResetThrows : MemberFault.ResetThrowsAfterAnEpisode))
        {
            throw new InvalidOperationException("no start state");
        }

        if (isFirst || fault != MemberFault.ObservationIsUnsetAfterAnEpisode)
        {
            observation.Fill(0.5f);
        }
    }

    public StepOutcome Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        bool isFaulty = step++ == FaultyVector.FaultyStep;
        if (isFaulty && fault == MemberFault.AdvanceThrows)
        {
            throw new InvalidOperationException("a joint is broken");
        }

        if (!isFaulty || fault != MemberFault.ObservationIsUnset)
        {
            observation.Fill(0.25f * (step % 3));
        }

        return new StepOutcome(isFaulty && fault == MemberFault.RewardIsNaN ? float.NaN : 1f, Terminated: false);
    }
}
