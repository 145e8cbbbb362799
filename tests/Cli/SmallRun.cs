using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Cli;

/// <summary>A run of a few milliseconds an update, and what may differ between two that should be equal.</summary>
internal static class SmallRun
{
    /// <summary>Environment steps of an update.</summary>
    public const int Batch = 120;

    /// <summary>The environment and its settings; both critics learn the same way by name.</summary>
    public static string[] Settings(string critic = "gauss_newton") =>
    [
        "cartpole", "--envs", "6", "--set", "n_steps=20", "--set", "net_arch=8,5", "--set", "cg_max_steps=5",
        "--set", $"critic={critic}", "--set", "critic_steps=1", "--set", "n_critic_updates=1",
        "--set", "critic_cg_max_steps=3",
    ];

    /// <summary>Command-line words that train for a number of updates into a folder.</summary>
    public static string[] Train(string folder, int updates, params IEnumerable<string> more) =>
        ["train", .. Settings(), "--steps", $"{updates * Batch}", "--out", folder, .. more];

    public static byte[] Policy(string folder) => File.ReadAllBytes(new RunFiles(folder).Policy);

    /// <summary>Return and length of every episode, without the time of its end.</summary>
    public static string[] Episodes(string folder) =>
        [.. File.ReadLines(new RunFiles(folder).Monitor).Skip(1).Select(line => line[..line.LastIndexOf(',')])];

    /// <summary>The rows of progress.csv without what a clock measured.</summary>
    public static string[] Rows(string folder)
    {
        string[] lines = File.ReadAllLines(new RunFiles(folder).ProgressCsv);
        string[] columns = lines[0].Split(',');
        int[] kept = [.. Enumerable.Range(0, columns.Length).Where(k => !IsClock(columns[k]))];
        return Array.ConvertAll(lines, line => string.Join(',', kept.Select(k => line.Split(',')[k])));
    }

    private static bool IsClock(string column) =>
        column.EndsWith("_s", StringComparison.Ordinal) || column is "time/fps" or "time/time_elapsed";
}
