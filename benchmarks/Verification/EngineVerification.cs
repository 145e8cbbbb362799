using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>
/// Every operation of the compute contract that is timed, on an engine and on the double-precision reference, within
/// bounds that are computed beside the values (<see cref="Rounded"/>).
/// </summary>
internal static class EngineVerification
{
    /// <summary>Steps of a verified solve: each takes a product in numbers that carry their error.</summary>
    public const int SolveSteps = 4;

    private const int SparseStride = 10;

    /// <summary>Verifies operation after operation.</summary>
    /// <param name="engine">What is verified.</param>
    /// <param name="shape">Network to verify on.</param>
    /// <param name="rows">B.</param>
    /// <param name="distort">
    /// What to make of parameters before the engine gets them: nothing if null. Anything else is a mistake that must be
    /// found.
    /// </param>
    public static IEnumerable<Agreement> Verify(
        ComputeBackend engine, NetworkShape shape, int rows, Func<float[], float[]>? distort = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(shape);
        SampleProblem problem = SampleProblem.Create(shape, rows, seed: shape.ParameterCount);
        using ReferenceBackend referenceBackend = new();
        using Side reference = new(referenceBackend, problem);
        using Side tested = new(engine, problem, distort);
        foreach (Agreement agreement in new NetworkVerification(tested, reference).Verify())
        {
            yield return agreement;
        }

        yield return new SolveVerification(tested, reference, SolveSteps).Verify();
        yield return new UpdateVerification(tested, reference, fisherRowStride: 1).Verify();
        yield return new UpdateVerification(tested, reference, SparseStride).Verify();
        yield return new EpochVerification(tested, reference).Verify();
    }

    /// <summary>Verifies on several networks and says in a line that all agree, or in a table what does not.</summary>
    /// <param name="engine">What is verified.</param>
    /// <param name="cases">Networks and rows to verify it on.</param>
    /// <param name="output">Told the verdict.</param>
    /// <returns>Whether everything agrees.</returns>
    public static bool Report(
        ComputeBackend engine, IReadOnlyCollection<(NetworkShape Shape, int Rows)> cases, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using StringWriter table = new();
        bool agrees = new VerifyCommand(table).Run(engine, cases);
        output.WriteLine(agrees
            ? "Every operation agrees with the double-precision reference within its derived bound."
            : table.ToString());
        return agrees;
    }

    /// <summary>Verifies, for those who go on only if every operation agrees.</summary>
    /// <exception cref="InvalidOperationException">
    /// An operation disagrees; the message says which, and where.
    /// </exception>
    public static void ThrowIfDisagreeing(
        ComputeBackend engine, NetworkShape shape, int rows, Func<float[], float[]>? distort = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        foreach (Agreement failure in Verify(engine, shape, rows, distort).Where(agreement => !agreement.Holds))
        {
            throw new InvalidOperationException(
                $"{engine.Name} disagrees with the reference on {failure.Operation} of {shape}, {rows} rows: " +
                $"{failure.Worst}.");
        }
    }
}
