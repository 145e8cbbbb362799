using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>The compiler of OpenCL C that drivers are built on, where it is installed.</summary>
internal static class Clang
{
    private const string Command = "clang";

    private static readonly (string? Missing, string Version) Found = Find();

    /// <summary>Why there is none; null if there is.</summary>
    internal static string? Missing => Found.Missing;

    /// <summary>Which it is.</summary>
    internal static string Version => Found.Version;

    /// <summary>What it finds wrong in some files.</summary>
    internal static IReadOnlyList<string> Check(IEnumerable<string> paths)
    {
        // Warnings are of variables that ILGPU declares and does not use.
        var (status, output) = Run(["-cl-std=CL3.0", "-target", "spir64", "-fsyntax-only", "-w", .. paths]);
        var complaints = output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).ToArray();
        return status == 0 || complaints.Length > 0 ? complaints : [$"{Command} ended with status {status}: {output}"];
    }

    private static (string? Missing, string Version) Find()
    {
        try
        {
            var (status, output) = Run(["--version"]);
            return status == 0
                ? (null, output.Split('\n')[0].Trim())
                : ($"'{Command} --version' ends with status {status}", "");
        }
        catch (Win32Exception)
        {
            return ($"there is no {Command} on the path", "");
        }
    }

    private static (int Status, string Output) Run(IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}

/// <summary>A theory that needs clang.</summary>
public sealed class ClangTheoryAttribute : TheoryAttribute
{
    public ClangTheoryAttribute([CallerMemberName] string test = "")
    {
        if (Clang.Missing is not null)
        {
            // In the name too, since that is what a run prints of a test that it skips.
            Skip = $"OpenCL C was not compiled: {Clang.Missing}";
            DisplayName = $"{test}: {Skip}";
        }
    }
}
