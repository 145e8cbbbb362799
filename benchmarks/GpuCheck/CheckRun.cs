using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Files;
using TrpoGpu.GpuCheck.Measurement;
using TrpoGpu.GpuCheck.Peers;
using TrpoGpu.GpuCheck.Report;
using TrpoGpu.GpuCheck.Verification;

namespace TrpoGpu.GpuCheck;

/// <summary>Compares, then measures what agreed; the file is written anew after each part.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="output">For tables.</param>
/// <param name="progress">For people who wait.</param>
internal sealed class CheckRun(CheckOptions options, TextWriter output, StageProgress progress)
{
    // Of what is left when each part begins: the most telling parts come first, and what they leave is the next one's.
    private const double NetworkShare = 0.4;
    private const double RolloutShare = 0.1;
    private const double TrainingShare = 0.25;
    private const double PeerShare = 0.6;
    private const double KernelShare = 0.2;
    private const double SweepShare = 0.4;
    private const double TrainingSeconds = 2;

    // Where comparing took longer than expected, the most telling lines are still worth their time.
    private const double LeastMeasurement = 60;
    private const double BreakdownSeconds = 1;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly CheckTables tables = new(output);
    private readonly Omissions omissions = new();

    /// <summary>Runs the check.</summary>
    /// <returns>Whether everything that was compared agreed.</returns>
    /// <exception cref="DeviceUnavailableException">There is no device to check.</exception>
    internal bool Run()
    {
        string name = DeviceOpening.Resolve(options.Device);
        using ComputeBackend backend = DeviceOpening.Open(name);
        CheckReport report = new()
        {
            Device = DeviceFacts.Of(backend),
            Skipped = omissions.Skipped,
            Failed = omissions.Failed,
        };
        tables.Write(report);
        if (options.Verifies)
        {
            using CpuBackend cpu = new(Environment.ProcessorCount);
            bool hasMemory = backend is GpuBackend;
            VerifiedEngines engines = new(backend, cpu, hasMemory ? bytes => DeviceOpening.Open(name, bytes) : null);
            report.Verification = new DeviceVerification(
                engines, VerificationScope.For(IsSimulated(backend), options.IsQuick), progress).Run();
            tables.Write(report.Verification);
            Save(report);
        }

        if (options.Measures && report.Agrees != false)
        {
            Measure(backend, report);
        }

        Save(report);
        Conclude(report);
        return report.Agrees != false && report.Failed.Count == 0;
    }

    private void Measure(ComputeBackend backend, CheckReport report)
    {
        bool isSimulated = IsSimulated(backend);
        MeasurementScope scope = MeasurementScope.For(isSimulated, options.IsQuick);
        double spent = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeBudget budget = new(TimeSpan.FromSeconds(Math.Max(options.Seconds - spent, LeastMeasurement)));
        DeviceRates rates = DeviceRates.Measure(backend);
        report.Rates = rates;
        tables.Write(rates);
        Measurements measurements = new(backend, new Roofline(rates), scope, omissions, progress);
        Trainings trainings = new(backend, omissions, progress);
        report.Measurements = measurements.Lines;
        report.Trainings = trainings.Lines;

        progress.Begin("networks", scope.Main.Length * scope.Operations.Length);
        measurements.MeasureNetworks(scope.Main, budget.Share(NetworkShare));
        progress.End();
        Save(report);
        progress.Begin("rollouts and trainings", scope.Rollouts.Length + scope.Trainings.Length);
        measurements.MeasureRollouts(budget.Share(RolloutShare));
        trainings.Measure(scope.Trainings, isSimulated ? 0 : TrainingSeconds, budget.Share(TrainingShare));
        progress.End();
        Save(report);
        ComparePeers(backend, report, scope, budget.Share(PeerShare));
        if (backend is GpuBackend device)
        {
            TakeApart(device, report, scope, budget);
        }

        progress.Begin("other networks", scope.Others.Length * scope.Operations.Length);
        measurements.MeasureNetworks(scope.Others, budget);
        progress.End();
        report.Bars = Bars.Of(measurements.Lines, trainings.Lines, report.Peers);
        tables.Write(report.Measurements);
        tables.Write(report.Trainings);
        tables.Write(report.Peers);
        tables.Write(report.Kernels);
        tables.Write(report.Sweep);
    }

    private void ComparePeers(ComputeBackend backend, CheckReport report, MeasurementScope scope, TimeBudget budget)
    {
        string? folder = options.Peers ?? PeersBesideTheProgram();
        if (folder is null)
        {
            omissions.Skipped.Add("peers: there is no folder of them, --peers names one");
            return;
        }

        progress.Begin("peers", PeerComparison.Count(scope.Compared));
        PeerComparison comparison = new(
            backend, new PeerOptions(folder, options.Python, IsSimulated(backend) ? "cpu" : "cuda"), omissions,
            progress);
        comparison.Measure(scope.Compared, budget);
        progress.End();
        report.Peers = comparison.Ratios;
        Save(report);
    }

    private void TakeApart(GpuBackend device, CheckReport report, MeasurementScope scope, TimeBudget budget)
    {
        TimeBudget kernelTime = budget.Share(KernelShare);
        List<KernelTime> kernels = [];
        progress.Begin("kernels of an update", scope.TakenApart.Length);
        foreach (SizedShape sized in scope.TakenApart)
        {
            string what = $"kernels of an update of {sized.Shape.Widths} x {sized.Rows}";
            progress.Step(what);
            omissions.Attempt(
                what, BreakdownSeconds, kernelTime, () => kernels.AddRange(new KernelBreakdown(device).Measure(sized)));
        }

        progress.End();
        TimeBudget sweepTime = budget.Share(SweepShare);
        List<SweepPoint> points = [];
        progress.Begin("launches", scope.Swept.Length * scope.Choices.Length);
        foreach (SizedShape sized in scope.Swept)
        {
            new LaunchSweep(device, scope.Turn / 2, omissions, progress).Measure(
                sized, scope.Choices, sweepTime, points);
        }

        progress.End();
        report.Kernels = kernels;
        report.Sweep = points;
        Save(report);
    }

    private void Conclude(CheckReport report)
    {
        if (report.Bars.Length > 0)
        {
            tables.Write(report.Bars);
        }

        output.WriteLine();
        foreach (string skipped in report.Skipped)
        {
            output.WriteLine($"left out: {skipped}");
        }

        foreach (string failure in report.Failed)
        {
            output.WriteLine($"FAILED: {failure}");
        }

        int failures = report.Verification.Count(row => !row.Holds);
        string found = report.Agrees switch
        {
            true => $"All {report.Verification.Length} operations agree with the CPU engine",
            false => $"{failures} of {report.Verification.Length} operations DISAGREE, so nothing was timed",
            null => "Nothing was compared",
        };
        string timed = report.Measurements.Count + report.Trainings.Count is int lines and > 0
            ? $", {lines} lines timed"
            : "";
        string next = report.Agrees == false || report.Failed.Count > 0 ? "report the lines above with the file"
            : report.Agrees is null ? "run without --measure-only: figures of what was not compared mean nothing"
            : "commit the file and the tables as benchmarks/results/README.md says";
        output.WriteLine($"{found}{timed}, in {report.Seconds:0} s. JSON: {options.File}. Next: {next}.");
    }

    private void Save(CheckReport report)
    {
        report.Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1);
        AtomicFile.WriteText(options.File, report.ToJson());
    }

    private static bool IsSimulated(ComputeBackend backend) => backend.Name is "simt" or "cpu" or "reference";

    private static string? PeersBesideTheProgram()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "peers");
        return Directory.Exists(folder) ? folder : null;
    }
}
