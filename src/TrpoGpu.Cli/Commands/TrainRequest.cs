using System;

namespace TrpoGpu.Cli.Commands;

/// <summary>What <c>trpo train</c> was asked for.</summary>
internal sealed class TrainRequest
{
    internal required string? Environment { get; init; }

    internal required string? Algorithm { get; init; }

    internal required long? Steps { get; init; }

    internal required ulong? Seed { get; init; }

    internal required long? Count { get; init; }

    internal required DeviceRequest Device { get; init; }

    internal required string? Config { get; init; }

    internal required string[] Set { get; init; }

    internal required string? Output { get; init; }

    internal required bool Resume { get; init; }

    internal required TimeSpan CheckpointInterval { get; init; }

    internal required bool Quiet { get; init; }

    internal required bool Json { get; init; }

    /// <summary>The whole of it, as it was typed.</summary>
    internal required string CommandLine { get; init; }
}
