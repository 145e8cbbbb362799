using System.Collections.Generic;
using Xunit;

namespace TrpoGpu.Tests.Repository;

/// <summary>A rule that holds for every file, and every place that breaks it: all of them, not the first.</summary>
internal static class Offenders
{
    internal static void MustBeNone(string rule, IEnumerable<string> places)
    {
        string[] found = [.. places];
        Assert.True(found.Length == 0, $"{rule} {found.Length} do not:\n{string.Join('\n', found)}");
    }
}
