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

    internal static string Of(PolicyAlgorithm algorithm) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(algorithm.ToString());
}
