using System;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Algorithms;

namespace TrpoGpu.Cli;

/// <summary>Names of algorithms as they are typed and shown, such as <c>kl-penalty</c>.</summary>
internal static class AlgorithmName
{
    /// <summary>All of them, joined by commas.</summary>
    internal static string All { get; } = string.Join(", ", Enum.GetValues<PolicyAlgorithm>().Select(Of));

    /// <summary>The algorithm with a name; null if there is none. Settings write it with underscores.</summary>
    internal static PolicyAlgorithm? TryFind(string? name)
    {
        foreach (PolicyAlgorithm algorithm in Enum.GetValues<PolicyAlgorithm>())
        {
            if (Of(algorithm).Equals(name?.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
            {
                return algorithm;
            }
        }

        return null;
    }

    /// <summary>The algorithm with a name.</summary>
    /// <exception cref="UsageException">There is none; the message names the nearest and all.</exception>
    internal static PolicyAlgorithm Find(string name) => TryFind(name) ?? throw new UsageException(
        $"--algo: there is no algorithm '{name}'" +
        $"{NearestName.Question(name, Enum.GetValues<PolicyAlgorithm>().Select(Of))} There are {All}");

    internal static string Of(PolicyAlgorithm algorithm) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(algorithm.ToString());
}
