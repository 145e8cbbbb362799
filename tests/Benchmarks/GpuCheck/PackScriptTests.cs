using System;
using System.Diagnostics;
using System.IO;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.GpuCheck;

/// <summary>The script that packs the check: what can be seen of it without packing, which takes minutes.</summary>
public sealed class PackScriptTests
{
    private static readonly string Script = Path.Combine(SourceTree.Root, "scripts", "pack-gpu-check.sh");

    [Fact]
    public void It_is_a_script()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(0, Run("-n", Script).Code);
            Assert.True(File.GetUnixFileMode(Script).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [Fact]
    public void It_explains_itself()
    {
        if (!OperatingSystem.IsWindows())
        {
            (int code, string output, string error) = Run(Script, "--help");

            Assert.Equal((0, ""), (code, error));
            Assert.Contains("scripts/pack-gpu-check.sh win-x64", output);
            Assert.DoesNotContain("set -euo", output);
        }
    }

    [Theory]
    [InlineData("amiga")]
    [InlineData("linux-x64", "win-x64")]
    public void Systems_that_it_cannot_pack_for_are_refused(params string[] arguments)
    {
        if (!OperatingSystem.IsWindows())
        {
            (int code, string output, string error) = Run([Script, .. arguments]);

            Assert.Equal((2, ""), (code, output));
            Assert.StartsWith("pack-gpu-check: ", error);
        }
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("bash", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error);
    }
}
