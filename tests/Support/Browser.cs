using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace TrpoGpu.Tests.Support;

/// <summary>A browser without a window, where one is installed.</summary>
internal static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Why tests that need it are skipped; null if they are not.</summary>
    internal static string? Missing =>
        Program is null ? $"No browser is installed: none of {string.Join(", ", Names)}." : null;

    private static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin")
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Opens a file for some seconds of the page's own time.</summary>
    /// <returns>The document as it then is, and what the page complained of.</returns>
    internal static (string Document, string[] Complaints) Open(
        string path, string fragment, int milliseconds, params string[] more)
    {
        using TemporaryFolder profile = new();
        ProcessStartInfo start = new(Program!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", $"--user-data-dir={profile["profile"]}",
            "--enable-logging=stderr", $"--virtual-time-budget={milliseconds}", "--dump-dom", .. more,
            new Uri(path).AbsoluteUri + fragment,
        ];
        arguments.ToList().ForEach(start.ArgumentList.Add);
        using Process process = Process.Start(start) ?? throw new IOException($"{Program} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> document = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Program} did not end within a minute.");
        }

        IEnumerable<string> lines = errors.GetAwaiter().GetResult().Split('\n');
        return (
            document.GetAwaiter().GetResult(),
            [.. lines.Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
    }
}
