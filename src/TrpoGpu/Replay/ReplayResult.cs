using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.Replay;

/// <summary>A recording beside its replay, and whether they agree.</summary>
internal sealed class ReplayResult
{
    private ReplayResult(
        Recording recording, ReplayPrecision precision, OneStepReplay oneStep, OpenLoopReplay openLoop,
        IReadOnlyList<ReplayCheck> checks)
    {
        Recording = recording;
        Precision = precision;
        OneStep = oneStep;
        OpenLoop = openLoop;
        Checks = checks;
    }

    /// <summary>What was replayed.</summary>
    internal Recording Recording { get; }

    /// <summary>The arithmetic of the replay.</summary>
    internal ReplayPrecision Precision { get; }

    /// <summary>One step from every recorded state.</summary>
    internal OneStepReplay OneStep { get; }

    /// <summary>Whole trajectories from their start states.</summary>
    internal OpenLoopReplay OpenLoop { get; }

    /// <summary>Errors beside what is allowed of them, in the order of <see cref="ReplayTolerances.Names"/>.</summary>
    internal IReadOnlyList<ReplayCheck> Checks { get; }

    /// <summary>The checks that failed.</summary>
    internal IReadOnlyList<ReplayCheck> Beyond => [.. Checks.Where(check => check.IsBeyond)];

    /// <summary>Replays a recording both ways.</summary>
    /// <param name="recording">What was recorded.</param>
    /// <param name="precision">Of the arithmetic.</param>
    /// <param name="tolerances">What errors are held to.</param>
    internal static ReplayResult Of(Recording recording, ReplayPrecision precision, ReplayTolerances tolerances)
    {
        using StateStepper stepper = StateStepper.Create(recording.Environment.Spec, precision);
        OneStepReplay oneStep = OneStepReplay.Run(recording, stepper);
        OpenLoopReplay openLoop = OpenLoopReplay.Run(recording, stepper);
        return new ReplayResult(recording, precision, oneStep, openLoop, tolerances.Judge(oneStep, openLoop));
    }
}
