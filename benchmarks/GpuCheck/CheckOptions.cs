namespace TrpoGpu.GpuCheck;

/// <summary>What was asked for.</summary>
internal sealed record CheckOptions
{
    /// <summary>As <c>trpo</c> names devices; the first usable GPU if <c>auto</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Whether operations are compared.</summary>
    public bool Verifies { get; init; } = true;

    /// <summary>Whether anything is timed.</summary>
    public bool Measures { get; init; } = true;

    /// <summary>Whether minutes are too long.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The JSON file.</summary>
    public string File { get; init; } = "gpu-check.json";

    /// <summary>Time of everything.</summary>
    public double Seconds { get; init; } = DefaultSeconds;

    /// <summary>With the peers' scripts; beside the program if null.</summary>
    public string? Peers { get; init; }

    /// <summary>What runs them.</summary>
    public string Python { get; init; } = "python3";

    /// <summary>With what ends after its time, everything fits into eight minutes.</summary>
    internal const double DefaultSeconds = 450;
}
