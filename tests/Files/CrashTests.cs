using System;
using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Threading;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class CrashTests : IDisposable
{
    private const int LongestWait = 30;
    private readonly TemporaryFolder folder = new();
    private readonly Random random = new(1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_killed_writer_never_leaves_a_broken_checkpoint_nor_loses_one_it_has_announced()
    {
        string path = folder["checkpoint.safetensors"];
        int kills = Vector128.IsHardwareAccelerated ? 16 : 3;
        for (int kill = 0; kill < kills; kill++)
        {
            long announced = KillAtRandom(CheckpointWriter.Atomic, path);
            Assert.True(CheckpointWriter.TryRead(path, out long index), $"broken after kill {kill}");
            Assert.True(index >= announced, $"kill {kill}: {announced} was announced, {index} was found");
        }
    }

    [Fact]
    public void The_same_test_catches_a_writer_that_overwrites_in_place()
    {
        string path = folder["checkpoint.safetensors"];
        int kills = 0;
        do
        {
            Assert.True(kills++ < 100, "no broken file in 100 kills: the crash test proves nothing");
            KillAtRandom(CheckpointWriter.InPlace, path);
        }
        while (CheckpointWriter.TryRead(path, out _));

        Assert.True(CheckpointWriter.TryRead(CheckpointWriter.CompleteCopy(path), out _));
    }

    // Returns the last number that the child said.
    private long KillAtRandom(string role, string path)
    {
        using Process child = ChildProcess.Start(role, path);
        try
        {
            string first = child.StandardOutput.ReadLine()!;
            Thread.Sleep(random.Next(LongestWait));
            child.Kill();
            string[] lines = $"{first}\n{child.StandardOutput.ReadToEnd()}".Split('\n');

            // What follows the last line feed is empty or torn.
            return long.Parse(lines[^2]);
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }
    }
}
