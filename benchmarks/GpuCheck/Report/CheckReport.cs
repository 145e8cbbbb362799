using System;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrpoGpu.Benchmarking;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Files;
using TrpoGpu.GpuCheck.Measurement;
using TrpoGpu.GpuCheck.Peers;
using TrpoGpu.GpuCheck.Verification;

namespace TrpoGpu.GpuCheck.Report;

/// <summary>All that a check found: what its JSON file holds, names in snake_case.</summary>
internal sealed class CheckReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>What made the file.</summary>
    public string Check { get; } = "gpu-check";

    /// <summary>Day of the check, UTC.</summary>
    public string Date { get; } = DateTime.UtcNow.ToString("yyyy-MM-dd");

    /// <summary>The machine.</summary>
    public SystemInfo System { get; } = SystemInfo.Current;

    /// <summary>The device.</summary>
    public required DeviceFacts Device { get; init; }

    /// <summary>Whether every operation agreed; null if none was compared.</summary>
    public bool? Agrees => Verification.Length == 0 ? null : Array.TrueForAll(Verification, row => row.Holds);

    /// <summary>A row an operation.</summary>
    public OperationResult[] Verification { get; set; } = [];

    /// <summary>What the device could do.</summary>
    public DeviceRates? Rates { get; set; }

    /// <summary>Operations of networks, and rollouts.</summary>
    public IReadOnlyList<MeasuredLine> Measurements { get; set; } = [];

    /// <summary>Trainings, end to end.</summary>
    public IReadOnlyList<TrainingLine> Trainings { get; set; } = [];

    /// <summary>The engine beside frameworks.</summary>
    public IReadOnlyList<PeerRatio> Peers { get; set; } = [];

    /// <summary>Updates, kernel by kernel.</summary>
    public IReadOnlyList<KernelTime> Kernels { get; set; } = [];

    /// <summary>Launches that could be chosen.</summary>
    public IReadOnlyList<SweepPoint> Sweep { get; set; } = [];

    /// <summary>What the project asks of its speed.</summary>
    public Bar[] Bars { get; set; } = [];

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Skipped { get; set; } = [];

    /// <summary>What failed while it was measured.</summary>
    public IReadOnlyList<string> Failed { get; set; } = [];

    /// <summary>What the check took.</summary>
    public double Seconds { get; set; }

    /// <summary>The file's content.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
