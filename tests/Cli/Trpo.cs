using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using TrpoGpu.Cli;
using TrpoGpu.Cli.Commands;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>What a command left: exit code, standard output, standard error.</summary>
internal readonly record struct TrpoResult(int Code, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The result if the command succeeded.</summary>
    public TrpoResult Done()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}");
        return this;
    }
}

/// <summary>The command line in this process, or as a process of its own where that matters.</summary>
internal static partial class Trpo
{
    /// <summary>Signal numbers, the same on every Unix.</summary>
    public const int Interrupt = 2;
    public const int Terminate = 15;

    public static TrpoResult Run(params string[] words) => Run(null, words);

    /// <summary>Runs a command on a machine with other devices.</summary>
    public static TrpoResult Run(DeviceBoard? devices, params string[] words)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        int code = TrpoCommand.Run(words, output, error, devices);
        return new TrpoResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts the program that users start, its three streams redirected.</summary>
    public static Process Start(string workingFolder, params IEnumerable<string> words)
    {
        string host = Environment.ProcessPath!;
        ProcessStartInfo start = new(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        string[] all = ["exec", typeof(TrpoCommand).Assembly.Location, .. words];
        all.ToList().ForEach(start.ArgumentList.Add);
        return Process.Start(start) ?? throw new IOException("trpo did not start.");
    }

    /// <summary>Runs the program to its end.</summary>
    public static TrpoResult Execute(string workingFolder, params IEnumerable<string> words)
    {
        using Process process = Start(workingFolder, words);
        return Finish(process);
    }

    /// <summary>Waits for the end of a process that says no more than a pipe can hold.</summary>
    public static TrpoResult Finish(Process process)
    {
        try
        {
            string output = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return new TrpoResult(process.ExitCode, output, error);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    public static void Signal(Process process, int signal) =>
        Assert.Equal(0, Kill(process.Id, Ignores(process, signal) ? Terminate : signal));

    // What a shell starts in the background inherits that interrupts are ignored, and so do its children.
    private static bool Ignores(Process process, int signal)
    {
        string status = $"/proc/{process.Id}/status";
        string? mask = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            : null;
        return mask is not null && ((Convert.ToUInt64(mask[7..].Trim(), 16) >> (signal - 1)) & 1) != 0;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
