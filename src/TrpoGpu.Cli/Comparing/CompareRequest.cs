using TrpoGpu.Cli.Commands;

namespace TrpoGpu.Cli.Comparing;

/// <summary>What <c>trpo compare</c> was asked for.</summary>
internal sealed class CompareRequest
{
    internal required string Environments { get; init; }

    internal required string Algorithms { get; init; }

    internal required ulong[] Seeds { get; init; }

    /// <summary>The seeds as they were typed.</summary>
    internal required string SeedText { get; init; }

    internal required long? Steps { get; init; }

    internal required string[] Set { get; init; }

    internal required DeviceRequest Device { get; init; }

    internal required string Output { get; init; }

    internal required bool Quiet { get; init; }

    internal required bool Json { get; init; }

    /// <summary>The whole of it, as it was typed; the same again goes on where it was stopped.</summary>
    internal required string CommandLine { get; init; }
}
