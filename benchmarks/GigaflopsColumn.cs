using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Benchmarks;

/// <summary>The rate of an operation's matrix products, from the median time.</summary>
internal sealed class GigaflopsColumn : IColumn
{
    public string Id => nameof(GigaflopsColumn);

    public string ColumnName => "GFLOP/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "10^9 floating-point operations of the matrix products a second, at the median";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        summary[benchmarkCase]?.ResultStatistics?.Median is double nanoseconds &&
        Flops(benchmarkCase) is double flops
            ? (flops / nanoseconds).ToString("0.0", CultureInfo.InvariantCulture)
            : "-";

    private static double? Flops(BenchmarkCase benchmarkCase) => benchmarkCase.Parameters[0].Value switch
    {
        BenchmarkNetwork network => NetworkOperations.Flops(
            benchmarkCase.Descriptor.WorkloadMethodDisplayInfo, network.Shape, network.Rows),
        BenchmarkRollout rollout => RolloutOperation.Flops(rollout.Environment, rollout.Count * rollout.Steps),
        _ => null,
    };
}
