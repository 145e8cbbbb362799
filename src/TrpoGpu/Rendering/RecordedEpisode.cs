using System;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Rendering;

/// <summary>One episode of a policy in a built-in environment, state by state.</summary>
public sealed class RecordedEpisode
{
    private readonly double[][] states;
    private readonly double[] returns;

    internal RecordedEpisode(EnvironmentSpec environment, double[][] states, double[] returns, EpisodeEnd end)
    {
        Environment = environment;
        this.states = states;
        this.returns = returns;
        End = end;
    }

    /// <summary>The environment.</summary>
    public EnvironmentSpec Environment { get; }

    /// <summary>T: steps taken.</summary>
    public int Steps => states.Length - 1;

    /// <summary>Undiscounted return.</summary>
    public double Return => returns[^1];

    /// <summary>How it ended; <see cref="EpisodeEnd.None"/> where no more steps were asked for.</summary>
    public EpisodeEnd End { get; }

    /// <summary>Of the start state and drawn actions.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The most likely actions instead of drawn ones.</summary>
    public required bool Deterministic { get; init; }

    /// <summary>Environment steps the policy was trained for.</summary>
    public required long TrainedSteps { get; init; }

    /// <summary>[T+1] return after each step, from 0.</summary>
    public ReadOnlySpan<double> Returns => returns;

    /// <summary>The state after a number of steps: the fields of the environment's state struct, in order.</summary>
    /// <param name="step">0 to T.</param>
    public ReadOnlySpan<double> State(int step) => states[step];
}
