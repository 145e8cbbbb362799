using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarks.Verification;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>
/// Conjugate gradients step by step, and whole updates, beside the double-precision reference: the CPU engine's own
/// sums have another order, and so would its steps.
/// </summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class SolveCases(VerifiedEngines engines, VerificationTable table)
{
    /// <summary>Compares a solve and an update.</summary>
    internal void Verify(NetworkShape shape, int rows)
    {
        string name = $"{shape.Mlp} {shape.Head.Kind} x {rows}";
        table.Case("conjugate gradients", false, name, tally =>
        {
            using Pair pair = new(engines, shape, rows);
            tally.Add(
                name, new SolveVerification(pair.Tested, pair.Reference, EngineVerification.SolveSteps).Verify());
        });
        table.Case("whole update", false, name, tally =>
        {
            using Pair pair = new(engines, shape, rows);
            tally.Add(name, new UpdateVerification(pair.Tested, pair.Reference, fisherRowStride: 1).Verify());
        });
    }

    /// <summary>The engine under test and the reference with the same problem.</summary>
    private sealed class Pair : System.IDisposable
    {
        private readonly ReferenceBackend backend = new();

        internal Pair(VerifiedEngines engines, NetworkShape shape, int rows)
        {
            SampleProblem problem = SampleProblem.Create(shape, rows, seed: shape.ParameterCount);
            Reference = new Side(backend, problem);
            Tested = new Side(engines.Tested, problem, engines.Distort);
        }

        internal Side Tested { get; }

        internal Side Reference { get; }

        public void Dispose()
        {
            Tested.Dispose();
            Reference.Dispose();
            backend.Dispose();
        }
    }
}
