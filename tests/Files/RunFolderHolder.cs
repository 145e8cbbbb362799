using System;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Files;

/// <summary>
/// The child of the lock test: owns a run folder until its standard input ends or it is killed.
/// </summary>
internal static class RunFolderHolder
{
    public const string Hold = "hold-run-folder";

    public static int Run(string folder)
    {
        using RunFolder run = RunFolder.Open(folder);
        Console.Out.Write("held\n");
        Console.In.ReadToEnd();
        return 0;
    }
}
