namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Times of one operation at one size.</summary>
internal sealed record MeasuredLine
{
    /// <summary>By its name in <c>trpo bench</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Widths of the network, or the environment.</summary>
    public required string Subject { get; init; }

    /// <summary>B, or environment steps of a run.</summary>
    public required int Rows { get; init; }

    /// <summary>N of a rollout.</summary>
    public int? Environments { get; init; }

    /// <summary>The median over turns of a run's mean.</summary>
    public required double SecondsMedian { get; init; }

    /// <summary>The fastest turn's.</summary>
    public required double SecondsMin { get; init; }

    /// <summary>10^9 operations of the matrix products a second, at the median.</summary>
    public required double Gigaflops { get; init; }

    /// <summary>That as a share of the measured multiply-add rate.</summary>
    public double? PeakShare { get; init; }

    /// <summary>That as a share of what multiply-add and copy rate allow.</summary>
    public double? RooflineShare { get; init; }

    /// <summary>Environment steps a second.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Times in a run that the host waits for numbers.</summary>
    public double? HostReads { get; init; }

    /// <summary>Launches of a run.</summary>
    public double? Launches { get; init; }

    /// <summary>What a reader must know of the figure; null if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>A line before it is measured.</summary>
    internal static MeasuredLine Untimed(string operation, string subject, int rows) => new()
    {
        Operation = operation,
        Subject = subject,
        Rows = rows,
        SecondsMedian = 0,
        SecondsMin = 0,
        Gigaflops = 0,
    };
}
