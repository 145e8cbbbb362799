using System.CommandLine;
using TrpoGpu.Backends;

namespace TrpoGpu.Cli.Commands;

/// <summary>The options by which every command that computes is told where, with one help text.</summary>
internal sealed class DeviceOptions
{
    private const int MaxThreads = 1024;

    /// <summary>Which device.</summary>
    internal Option<string> Device { get; } = new("--device")
    {
        HelpName = "name",
        Description =
            $"where to compute: {string.Join(", ", BackendFactory.Names.ToArray())}; cuda:1 is the second CUDA " +
            "device; auto measures the GPUs and the CPU engine at this work and takes the fastest",
        DefaultValueFactory = _ => "auto",
    };

    /// <summary>Threads of the CPU engine.</summary>
    internal Option<int?> Threads { get; } = new("--threads")
    {
        HelpName = "count",
        Description = "threads of the CPU engine (default one per processor); no result depends on it",
        CustomParser = result => CommonOptions.ParseCount(result) is long count and > 0 and <= MaxThreads
            ? (int)count
            : CommonOptions.Refuse<int?>(result, $"1 to {MaxThreads} threads, such as 2"),
    };

    /// <summary>Device memory.</summary>
    internal Option<DeviceMemoryLimit?> Memory { get; } = new("--memory")
    {
        HelpName = "amount",
        Description =
            "memory of the GPU to use at most, such as 2GiB or 50% (default 90% of what is free); a batch that does " +
            "not fit is computed in chunks, and no result depends on it",
        CustomParser = result =>
            result.Tokens.Count == 1 && DeviceMemoryLimit.TryParse(result.Tokens[0].Value, out DeviceMemoryLimit limit)
                ? limit
                : CommonOptions.Refuse<DeviceMemoryLimit?>(
                    result, "an amount such as 2GiB or 500MB, or a share such as 50%"),
    };

    /// <summary>What was typed.</summary>
    internal DeviceRequest Read(ParseResult parsed) =>
        new(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Memory));
}
