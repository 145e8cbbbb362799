using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>What can be read off the OpenCL C of one kernel, and the file that holds it.</summary>
internal sealed partial class OpenClFacts
{
    internal OpenClFacts(string source, string path)
    {
        File.WriteAllText(path, source);
        Path = path;
        Barriers = [.. Barrier().Matches(source).Select(match => match.Value).Distinct()];
        Approximations = [.. Approximation().Matches(source).Select(match => match.Value).Distinct()];
        HasFusedMultiplyAdd = FusedMultiplyAdd().IsMatch(source);
    }

    /// <summary>The source.</summary>
    internal string Path { get; }

    /// <summary>The barriers in it, each way of writing one once.</summary>
    internal IReadOnlyList<string> Barriers { get; }

    /// <summary>Functions whose error OpenCL leaves to the device.</summary>
    internal IReadOnlyList<string> Approximations { get; }

    /// <summary>Whether it has products and sums that round once together.</summary>
    internal bool HasFusedMultiplyAdd { get; }

    [GeneratedRegex(@"\w*barrier\s*\([^)]*\)")]
    private static partial Regex Barrier();

    [GeneratedRegex(@"\b(native_|half_|fast_)\w+|\bmad\s*\(|\b(exp|log|pow|tanh|sin|cos|rsqrt)\w*\s*\(")]
    private static partial Regex Approximation();

    [GeneratedRegex(@"\bfma\s*\(")]
    private static partial Regex FusedMultiplyAdd();
}
