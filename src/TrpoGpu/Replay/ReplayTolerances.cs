using System;
using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.Replay;

/// <summary>How large the errors of a replay may be, by name.</summary>
internal sealed class ReplayTolerances
{
    /// <summary>The lengths of open loops that have a tolerance; null for whole trajectories.</summary>
    internal static readonly int?[] OpenLoopSteps = [10, 50, 100, null];

    private const string Percentile = "_p99";
    private const string Largest = "_max";

    private static readonly (string Name, string Meaning)[] Known =
    [
        ("q_p99", "positions after one step, error that 99 % of the steps do not exceed"),
        ("q_max", "positions after one step, largest error"),
        ("v_p99", "velocities after one step, error that 99 % of the steps do not exceed"),
        ("v_max", "velocities after one step, largest error"),
        ("reward_p99", "reward of one step, error that 99 % of the steps do not exceed"),
        ("reward_max", "reward of one step, largest error"),
        ("observation_max", "observation after the last step, largest error"),
        ("stage4_max", "what a task keeps of the last Runge-Kutta stage, largest error"),
        ("terminated_max", "where flags differ, distance of what decides from its threshold"),
        ("unsettled_max", "solves that stopped at their cap, in one step"),
        ("open_10", "open loop, largest error of q and v up to step 10"),
        ("open_50", "open loop, up to step 50"),
        ("open_100", "open loop, up to step 100"),
        ("open_all", "open loop, up to the last step"),
    ];

    // Single precision: 99 % of q and of v, all of v; double precision: all of v.
    private static readonly Dictionary<string, (double Q99, double V99, double Single, double Double)> Measured = new()
    {
        ["swimmer"] = (3e-6, 5e-5, 1e-3, 1e-10),
        ["inverted_pendulum"] = (3e-6, 5e-5, 1e-3, 1e-10),
        ["reacher"] = (3e-6, 5e-5, 1e-3, 1e-10),
        ["hopper"] = (3e-6, 5e-5, 5e-2, 1e-10),
        ["walker2d"] = (1e-5, 5e-4, 2e-1, 1e-9),
        ["walker2d_v4"] = (1e-5, 5e-4, 2e-1, 1e-9),
        ["half_cheetah"] = (1e-4, 7e-3, 2e-1, 1e-9),
        ["inverted_double_pendulum"] = (1e-5, 2e-4, 1e-2, 1e-10),
    };

    private readonly Dictionary<string, double> allowed;

    private ReplayTolerances(Dictionary<string, double> allowed) => this.allowed = allowed;

    /// <summary>Every name, and what it bounds.</summary>
    internal static ReadOnlySpan<(string Name, string Meaning)> Names => Known;

    /// <summary>
    /// What the equations of an environment are held to, about ten times what was measured; open loops are not: how
    /// fast errors grow is a property of the task and its actions.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <param name="precision">Of the arithmetic.</param>
    internal static ReplayTolerances For(RecordedEnvironment environment, ReplayPrecision precision)
    {
        (double q99, double v99, double single, double exact) = Measured[environment.Name];
        return new ReplayTolerances(precision == ReplayPrecision.Double
            ? new()
            {
                ["q_max"] = 1e-11,
                ["v_max"] = exact,
                ["reward_max"] = 1e-9,
                ["observation_max"] = 1e-9,
                ["stage4_max"] = 1e-9,
                ["terminated_max"] = 1e-4,
                ["unsettled_max"] = 0.0,
            }
            : new()
            {
                ["q_p99"] = q99,
                ["q_max"] = single,
                ["v_p99"] = v99,
                ["v_max"] = single,
                ["reward_max"] = 1e-3,
                ["observation_max"] = single,
                ["stage4_max"] = single,
                ["terminated_max"] = 1e-4,
                ["unsettled_max"] = 0.0,
            });
    }

    /// <summary>The largest error that is allowed; null if any is.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    internal double? Of(string name) => allowed.TryGetValue(name, out double bound) ? bound : null;

    /// <summary>The same with another bound.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="bound">The bound; null for none.</param>
    internal ReplayTolerances With(string name, double? bound)
    {
        Dictionary<string, double> changed = new(allowed);
        if (bound is double value)
        {
            changed[name] = value;
        }
        else
        {
            changed.Remove(name);
        }

        return new ReplayTolerances(changed);
    }

    /// <summary>The name of the tolerance of an open loop.</summary>
    /// <param name="steps">Its length; null for whole trajectories.</param>
    internal static string OpenLoopName(int? steps) => steps is int count ? $"open_{count}" : "open_all";

    /// <summary>Compares what was measured with what is allowed: one check a name, in the order of the names.</summary>
    /// <param name="oneStep">Steps from recorded states.</param>
    /// <param name="openLoop">Whole trajectories.</param>
    internal IReadOnlyList<ReplayCheck> Judge(OneStepReplay oneStep, OpenLoopReplay openLoop)
    {
        List<ReplayCheck> checks = [];
        foreach ((string name, string _) in Known)
        {
            int loop = Array.FindIndex(OpenLoopSteps, steps => OpenLoopName(steps) == name);
            if (loop >= 0)
            {
                int? steps = OpenLoopSteps[loop];
                FieldError? worst = openLoop.Worst(steps);
                checks.Add(Check(name, worst?.Error, worst, bound => openLoop.FirstAbove(steps, bound)));
            }
            else
            {
                QuantityErrors quantity = oneStep.Quantities.Single(
                    one => name == one.Name + Percentile || name == one.Name + Largest);
                bool isMost = name.EndsWith(Percentile, StringComparison.Ordinal);
                double? measured = isMost ? quantity.Percentile99 : quantity.Worst?.Error;
                checks.Add(Check(name, measured, quantity.Worst, quantity.FirstAbove));
            }
        }

        return checks;
    }

    private ReplayCheck Check(string name, double? measured, FieldError? worst, Func<double, FieldError?> firstAbove)
    {
        double? bound = Of(name);
        return new ReplayCheck(name, measured, bound, worst, measured > bound ? firstAbove(bound!.Value) : null);
    }
}

/// <summary>One measured error and what is allowed of it.</summary>
/// <param name="Name">Of the tolerance.</param>
/// <param name="Measured">The error; null if the recording says nothing of the quantity.</param>
/// <param name="Allowed">The bound; null if there is none.</param>
/// <param name="Worst">Where the largest error is.</param>
/// <param name="FirstBeyond">The first error above the bound, if <paramref name="Measured"/> is; else null.</param>
internal sealed record ReplayCheck(
    string Name, double? Measured, double? Allowed, FieldError? Worst, FieldError? FirstBeyond)
{
    /// <summary>Whether there is something to compare.</summary>
    internal bool IsJudged => Measured is not null && Allowed is not null;

    /// <summary>Whether the error is above the bound.</summary>
    internal bool IsBeyond => Measured > Allowed;
}
