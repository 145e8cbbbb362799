using System;
using System.Linq;

namespace TrpoGpu.Kernels.Environments;

/// <summary>What can be known of an environment without stepping it.</summary>
public sealed class EnvironmentSpec
{
    /// <summary>Gymnasium's identifier, such as <c>CartPole-v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One name per observation component, with its unit.</summary>
    public required string[] ObservationNames { get; init; }

    /// <summary>What an action is.</summary>
    public required ActionSpace Actions { get; init; }

    /// <summary>Steps after which an episode that has not terminated is truncated; 0 for never.</summary>
    public required int TimeLimit { get; init; }

    /// <summary>Mean episode return from which Gymnasium calls the environment solved, if it names one.</summary>
    public double? SolvedReturn { get; init; }

    /// <summary>Seconds that a step simulates, if it has a clock.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>Components of an observation.</summary>
    public int ObservationSize => ObservationNames.Length;
}

/// <summary>The kinds of action an environment may take.</summary>
public enum ActionKind
{
    /// <summary>One of a fixed number of choices; one column holding the index.</summary>
    Discrete,

    /// <summary>Real numbers, one a column; the environment clips them to its bounds.</summary>
    Continuous,

    /// <summary>Several discrete choices at once, one a column.</summary>
    MultiDiscrete,

    /// <summary>Several switches at once, one a column, 0 or 1.</summary>
    MultiBinary,
}

/// <summary>The actions an environment takes: kind and sizes.</summary>
public sealed class ActionSpace
{
    private readonly int[] sizes;

    private ActionSpace(ActionKind kind, int columns, int[] sizes)
    {
        Kind = kind;
        Columns = columns;
        this.sizes = sizes;
    }

    /// <summary>What an action is.</summary>
    public ActionKind Kind { get; }

    /// <summary>Columns of an action row.</summary>
    public int Columns { get; }

    /// <summary>Choices per column; empty for continuous actions.</summary>
    public ReadOnlySpan<int> Choices => sizes;

    /// <summary>One of <paramref name="choices"/> actions.</summary>
    public static ActionSpace Discrete(int choices) => new(ActionKind.Discrete, 1, [choices]);

    /// <summary><paramref name="columns"/> real numbers.</summary>
    public static ActionSpace Continuous(int columns) => new(ActionKind.Continuous, columns, []);

    /// <summary>One choice a column.</summary>
    public static ActionSpace MultiDiscrete(params int[] choices) =>
        new(ActionKind.MultiDiscrete, choices.Length, (int[])choices.Clone());

    /// <summary><paramref name="columns"/> switches.</summary>
    public static ActionSpace MultiBinary(int columns) =>
        new(ActionKind.MultiBinary, columns, [.. Enumerable.Repeat(2, columns)]);
}
