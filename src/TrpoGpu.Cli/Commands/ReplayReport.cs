using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrpoGpu.Files;
using TrpoGpu.Replay;

namespace TrpoGpu.Cli.Commands;

/// <summary>Writes a replay: tables and a verdict for people, or one JSON object a line for programs.</summary>
/// <param name="output">Where.</param>
/// <param name="json">For programs.</param>
internal sealed class ReplayReport(TextWriter output, bool json)
{
    private const int IdWidth = 20;

    /// <summary>Writes everything.</summary>
    internal void Write(ReplayResult result)
    {
        if (json)
        {
            WriteJson(result);
            return;
        }

        Recording recording = result.Recording;
        int trajectories = recording.Trajectories.Length;
        string arithmetic = result.Precision == ReplayPrecision.Double
            ? "double precision (the reference engine)"
            : "single precision (the CPU engine's own steps)";
        output.WriteLine(
            $"{recording.Environment.Spec.Id} in {arithmetic}: " +
            $"{Count(trajectories, "trajectory", "trajectories")}, {Count(recording.Steps, "step", "steps")}");
        output.WriteLine();
        WriteOneStep(result);
        output.WriteLine();
        WriteOpenLoop(result);
        output.WriteLine();
        WriteVerdict(result);
    }

    /// <summary>A bound in as few digits as it needs, up to three.</summary>
    internal static string Bound(double bound) => Short(bound, "0.##e+00");

    private void WriteOneStep(ReplayResult result)
    {
        output.WriteLine(Row(
            "one step from a recorded state", "99 %", "allowed", "largest", "allowed", "at trajectories"));
        foreach ((QuantityErrors quantity, string label) in Labels(result))
        {
            if (quantity.Count == 0)
            {
                continue;
            }

            ReplayCheck? most = result.Checks.FirstOrDefault(check => check.Name == $"{quantity.Name}_p99");
            ReplayCheck all = result.Checks.Single(check => check.Name == $"{quantity.Name}_max");
            output.WriteLine(Row(
                label, Error(most?.Measured), Allowed(most?.Allowed), Error(all.Measured), Allowed(all.Allowed),
                all.Measured > 0 ? all.Worst!.Value.Where["trajectories".Length..] : "-"));
        }
    }

    private static IEnumerable<(QuantityErrors Quantity, string Label)> Labels(ReplayResult result)
    {
        OneStepReplay steps = result.OneStep;
        int differing = steps.Terminated.CountAbove(0.0);
        return
        [
            (steps.Positions, "q: positions (m, rad)"),
            (steps.Velocities, "v: velocities (m/s, rad/s)"),
            (steps.Rewards, "reward"),
            (steps.Observations, "observation after the last step"),
            (steps.LastStages, "stage4: of the last stage (m, N)"),
            (steps.Terminated, $"terminated: {differing} of {steps.Terminated.Count} differ"),
            (steps.Unsettled, "unsettled: solves at their cap"),
        ];
    }

    private void WriteOpenLoop(ReplayResult result)
    {
        OpenLoopReplay loop = result.OpenLoop;
        output.WriteLine(LoopRow(
            "open loop, largest error so far", ["10 steps", "50 steps", "100 steps", "all steps"]));
        for (int k = 0; k < result.Recording.Trajectories.Length; k++)
        {
            RecordedTrajectory trajectory = result.Recording.Trajectories[k];
            string id = DisplayText.Line(trajectory.Id);
            id = id.Length <= IdWidth ? id : id[..IdWidth];
            output.WriteLine(LoopRow(
                $"{id} {Count(trajectory.Steps, "step", "steps")}".TrimStart(),
                ReplayTolerances.OpenLoopSteps.Select(steps => Error(loop.After(k, steps)?.Error))));
        }

        ReplayCheck[] checks =
        [
            .. ReplayTolerances.OpenLoopSteps.Select(
                steps => result.Checks.Single(check => check.Name == ReplayTolerances.OpenLoopName(steps))),
        ];
        output.WriteLine(LoopRow("largest of those as long", checks.Select(check => Error(check.Measured))));
        output.WriteLine(LoopRow("allowed", checks.Select(check => Allowed(check.Allowed))));
    }

    // What was found, then what to do.
    private void WriteVerdict(ReplayResult result)
    {
        int judged = result.Checks.Count(check => check.IsJudged);
        if (result.Beyond.Count == 0)
        {
            string other = result.Precision == ReplayPrecision.Double ? "single" : "double";
            output.WriteLine($"within tolerance: {judged} of {judged} checks");
            output.WriteLine(
                $"Next: --precision {other} for the other arithmetic, --tolerance open_10=1e-2 to judge open loops.");
            return;
        }

        output.WriteLine($"outside tolerance: {result.Beyond.Count} of {judged} checks");
        foreach (ReplayCheck check in result.Beyond)
        {
            FieldError first = check.FirstBeyond!.Value;
            output.WriteLine(
                $"  {check.Name,-15} {Error(check.Measured),7} > {Allowed(check.Allowed)}, first at {first.Where}: " +
                $"recorded {Value(first.Recorded)}, replayed {Value(first.Replayed)}");
        }

        FieldError earliest = result.Beyond
            .Select(check => check.FirstBeyond!.Value)
            .MinBy(error => (error.Trajectory, error.Step));
        output.WriteLine(
            $"Next: look at step {earliest.Step} of trajectories[{earliest.Trajectory}], counted from 0, and the " +
            "state before it, and whether the file");
        output.WriteLine($"is of this model and version; --tolerance {result.Beyond[0].Name}=none leaves a check out.");
    }

    private void WriteJson(ReplayResult result)
    {
        foreach (ReplayCheck check in result.Checks.Where(check => check.Measured is not null))
        {
            new JsonLine()
                .Add("check", check.Name)
                .Add("error", check.Measured)
                .Add("allowed", check.Allowed)
                .Add("passed", check.IsJudged ? !check.IsBeyond : null)
                .Add("largest_at", check.Measured > 0 ? check.Worst?.Where : null)
                .Add("first_beyond", check.FirstBeyond?.Where)
                .WriteTo(output);
        }

        for (int k = 0; k < result.Recording.Trajectories.Length; k++)
        {
            RecordedTrajectory trajectory = result.Recording.Trajectories[k];
            JsonLine line = new JsonLine()
                .Add("open_loop", trajectory.Id)
                .Add("trajectory", k)
                .Add("steps", trajectory.Steps);
            foreach (int? steps in ReplayTolerances.OpenLoopSteps)
            {
                line.Add(ReplayTolerances.OpenLoopName(steps), result.OpenLoop.After(k, steps)?.Error);
            }

            line.WriteTo(output);
        }

        Recording recording = result.Recording;
        new JsonLine()
            .Add("env", recording.Environment.Spec.Id)
            .Add("precision", result.Precision == ReplayPrecision.Double ? "double" : "single")
            .Add("file", recording.Path)
            .Add("trajectories", recording.Trajectories.Length)
            .Add("steps", recording.Steps)
            .Add("flags_differing", result.OneStep.Terminated.CountAbove(0.0))
            .Add("checks", result.Checks.Count(check => check.IsJudged))
            .Add("failed", (string[])[.. result.Beyond.Select(check => check.Name)])
            .Add("passed", (bool?)(result.Beyond.Count == 0))
            .WriteTo(output);
    }

    private static string Row(string what, string most, string mostAllowed, string all, string allAllowed, string at) =>
        $"{what,-32} {most,7} {mostAllowed,8} {all,8} {allAllowed,8}  {at}";

    private static string LoopRow(string what, IEnumerable<string> numbers) =>
        $"{what,-32} {string.Concat(numbers.Select(number => $"{number,10}"))}";

    private static string Error(double? error) => error is double value ? Short(value, "0.0e+00") : "-";

    private static string Allowed(double? bound) => bound is double value ? Bound(value) : "-";

    // As people write them: 0, 0.031, 4.5, 33, 7.5e-14.
    private static string Short(double number, string exponent) => number switch
    {
        0 => "0",
        double.PositiveInfinity => "inf",
        >= 0.001 and < 100 => number.ToString("G2", CultureInfo.InvariantCulture),
        >= 100 and < 100_000 => number.ToString("0", CultureInfo.InvariantCulture),
        _ => number.ToString(exponent, CultureInfo.InvariantCulture),
    };

    private static string Value(double number) => number.ToString("G9", CultureInfo.InvariantCulture);

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
