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

    /// <summary>The algorithm with a name; null if there is none.</summary>
    internal static PolicyAlgorithm? TryParse(string? name)
    {
        foreach (PolicyAlgorithm algorithm in Enum.GetValues<PolicyAlgorithm>())
        {
            if (Of(algorithm) == name?.Replace('_', '-'))
            {
                return algorithm;
            }
        }

        return null;
    }

    internal static string Of(PolicyAlgorithm algorithm) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(algorithm.ToString());
}
