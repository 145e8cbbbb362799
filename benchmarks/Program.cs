using System;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Comparing;
using TrpoGpu.Benchmarks.Learning;
using TrpoGpu.Benchmarks.Locomotion;
using TrpoGpu.Benchmarks.Scaling;
using TrpoGpu.Benchmarks.Verification;
using TrpoGpu.Shapes;

const int Agrees = 0;
const int Disagrees = 1;
const int Usage = 2;

return args switch
{
    ["learning", .. string[] rest] => Guard(() => LearningBenchmark.Run(rest)),
    ["large-batches", .. string[] rest] => Guard(() => LargeBatchBenchmark.Run(rest)),
    ["variants", .. string[] rest] => Guard(() => VariantBenchmark.Run(rest)),
    ["locomotion", .. string[] rest] => LocomotionBenchmark.Run(rest),
    ["verify"] => Verify(quick: false),
    ["verify", "--quick"] => Verify(quick: true),
    ["quick"] => Quick(file: null),
    ["quick", "--out", string file] => Quick(file),
    ["compare", .. string[] rest] => Guard(() => Compare(CompareOptions.Parse(rest))),
    ["scaling", .. string[] rest] => Guard(() => Scale(ScalingOptions.Parse(rest))),
    ["verify" or "quick", ..] => Refuse("expected verify [--quick] or quick [--out FILE]"),
    _ => TimedBenchmarks.Run(args),
};

static int Verify(bool quick)
{
    using ComputeBackend engine = BackendFactory.Create();
    MachineFacts.Write(Console.Out, engine);
    Console.WriteLine();
    ReadOnlySpan<BenchmarkNetwork> networks = quick ? BenchmarkNetwork.Quick : BenchmarkNetwork.All;
    (NetworkShape Shape, int Rows)[] cases =
    [
        // More rows are another workload, and the same operations.
        .. networks.ToArray().DistinctBy(network => network.WidthText)
            .Select(network => (network.Shape, quick ? network.QuickVerifiedRows : network.VerifiedRows)),
    ];
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

static int Compare(CompareOptions options)
{
    // Copied beside the program, as they are beside gpu-check.
    string peers = Path.Combine(AppContext.BaseDirectory, "peers");
    return new CompareCommand(options, Console.Out, Console.Error).Run(BenchmarkNetwork.Compared, peers)
        ? Agrees
        : Disagrees;
}

static int Scale(ScalingOptions options) =>
    new ScalingCommand(options, Console.Out, Console.Error)
        .Run(BenchmarkNetwork.Quick.ToArray(), BenchmarkRollout.Threaded)
        ? Agrees
        : Disagrees;

static int Guard(Func<int> run)
{
    try
    {
        return run();
    }
    catch (UsageException mistake)
    {
        return Refuse(mistake.Message);
    }
}

static int Refuse(string mistake)
{
    Console.Error.WriteLine(
        $"benchmarks: {mistake}. There are verify, quick, compare, scaling, learning, large-batches, variants, " +
        "locomotion, and arguments of BenchmarkDotNet such as --filter '*fvp*'.");
    return Usage;
}
