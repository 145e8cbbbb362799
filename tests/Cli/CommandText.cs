using System.CommandLine;
using System.Linq;
using TrpoGpu.Cli;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>Command lines as documents show them.</summary>
internal static class CommandText
{
    /// <summary>What the parser makes of a line such as <c>trpo train cartpole > file</c>.</summary>
    public static ParseResult Parse(string line)
    {
        string[] words = line.Split('>')[0].Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("trpo", words[0]);
        return TrpoCommand.Create().Parse(words.Skip(1).ToArray());
    }
}
