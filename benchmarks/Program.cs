using System;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Learning;
using TrpoGpu.Benchmarks.Locomotion;
using TrpoGpu.Benchmarks.Verification;
using TrpoGpu.Shapes;

const int Agrees = 0;
const int Disagrees = 1;
const int Usage = 2;

return args switch
{
    ["learning", .. string[] rest] => LearningBenchmark.Run(rest),
    ["locomotion", .. string[] rest] => LocomotionBenchmark.Run(rest),
    ["verify"] => Verify(quick: false),
    ["verify", "--quick"] => Verify(quick: true),
    ["quick"] => Quick(file: null),
    ["quick", "--out", string file] => Quick(file),
    ["verify" or "quick", ..] => Refuse(),
    _ => TimedBenchmarks.Run(args),
};

static int Verify(bool quick)
{
    using ComputeBackend engine = BackendFactory.Create();
    MachineFacts.Write(Console.Out, engine);
    Console.WriteLine();
    ReadOnlySpan<BenchmarkNetwork> networks = quick ? BenchmarkNetwork.Quick : BenchmarkNetwork.All;
    (NetworkShape Shape, int Rows)[] cases = Array.ConvertAll(
        networks.ToArray(),
        network => (network.Shape, quick ? network.QuickVerifiedRows : network.VerifiedRows));
    return new VerifyCommand(Console.Out).Run(engine, cases) ? Agrees : Disagrees;
}

static int Quick(string? file)
{
    int verdict = Verify(quick: true);
    if (verdict == Agrees)
    {
        Console.WriteLine();
        using ComputeBackend engine = BackendFactory.Create();
        QuickCommand.Run(engine, Console.Out, file);
    }

    return verdict;
}

static int Refuse()
{
    Console.Error.WriteLine(
        "benchmarks: expected verify [--quick], quick [--out FILE], learning ..., locomotion ..., or arguments of " +
        "BenchmarkDotNet such as --filter '*fvp*'");
    return Usage;
}
