using System;
using System.Diagnostics;
using System.IO;
using TrpoGpu.Tests.Files;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// This assembly as a process of its own, for tests of what survives when a process is killed.
/// </summary>
internal static class ChildProcess
{
    /// <summary>The entry point; the test host never calls it.</summary>
    private static int Main(string[] arguments) => arguments switch
    {
        [CheckpointWriter.Atomic, string path] => CheckpointWriter.Run(path, CheckpointWriter.WriteAtomically),
        [CheckpointWriter.InPlace, string path] => CheckpointWriter.Run(path, CheckpointWriter.WriteInPlace),
        [RunFolderHolder.Hold, string folder] => RunFolderHolder.Run(folder),
        _ => throw new ArgumentException($"No such role: {string.Join(' ', arguments)}."),
    };

    /// <summary>Starts a role; its standard output is read by the caller.</summary>
    internal static Process Start(params string[] arguments)
    {
        string host = Environment.ProcessPath!;
        ProcessStartInfo start = new(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new IOException("The child process did not start.");
    }
}
