using System;
using System.Collections.Generic;
using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary><c>verify</c>: compares an engine with the reference on the networks that are timed.</summary>
internal sealed class VerifyCommand(TextWriter output)
{
    /// <summary>Verifies an engine and prints a table.</summary>
    /// <param name="engine">What is verified.</param>
    /// <param name="cases">Networks and rows to verify it on.</param>
    /// <param name="distort">What to make of the engine's parameters, to see whether it is noticed.</param>
    /// <returns>Whether everything agrees. How long it takes has no say.</returns>
    public bool Run(
        ComputeBackend engine, IEnumerable<(NetworkShape Shape, int Rows)> cases,
        Func<float[], float[]>? distort = null)
    {
        output.WriteLine($"Agreement of '{engine.Name}' with the double-precision reference:");
        output.WriteLine();
        TextTable table = new("network", " rows", "operation", " numbers", " largest error / bound", "verdict");
        List<string> failures = [];
        foreach ((NetworkShape shape, int rows) in cases)
        {
            string widths = string.Join('-', shape.Mlp.Widths.ToArray());
            foreach (Agreement agreement in EngineVerification.Verify(engine, shape, rows, distort))
            {
                table.Add(
                    widths, $"{rows}", agreement.Operation, $"{agreement.Numbers}",
                    $"{agreement.Share:0.000}", agreement.Holds ? "agrees" : "DISAGREES");
                if (!agreement.Holds)
                {
                    failures.Add($"{widths}, {agreement.Operation}: {agreement.Worst}");
                }
            }
        }

        output.WriteLine(table);
        foreach (string failure in failures)
        {
            output.WriteLine($"disagreement: {failure}");
        }

        output.WriteLine(failures.Count == 0
            ? "Every operation agrees with the reference within its derived bound."
            : $"{failures.Count} operations disagree with the reference: their times would mean nothing.");
        return failures.Count == 0;
    }
}
