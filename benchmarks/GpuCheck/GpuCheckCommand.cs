using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Files;

namespace TrpoGpu.GpuCheck;

/// <summary>The command line of <c>gpu-check</c>.</summary>
internal static class GpuCheckCommand
{
    internal const int Agrees = 0;
    internal const int Disagrees = 1;
    internal const int Usage = 2;
    internal const int DeviceUnavailable = 4;
    internal const int InvalidFile = 6;

    /// <summary>Runs a check: tables go to one writer, progress and mistakes to the other.</summary>
    /// <returns>0 if everything agreed, 1 if anything disagreed, 2 usage, 4 no device, 6 no file.</returns>
    internal static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        Option<string> device = new("--device")
        {
            HelpName = "name",
            Description = $"auto (the first GPU that can be used), {string.Join(", ", CheckedDevices())}, cuda:1, ...",
            DefaultValueFactory = _ => "auto",
        };
        Option<bool> verifyOnly = new("--verify-only") { Description = "compare, and time nothing" };
        Option<bool> measureOnly = new("--measure-only") { Description = "time without comparing first" };
        Option<bool> quick = new("--quick") { Description = "less of everything: a minute instead of eight" };
        Option<string> file = new("--out")
        {
            HelpName = "file",
            Description = "the JSON file (default gpu-check.json)",
            DefaultValueFactory = _ => new CheckOptions().File,
        };
        Option<double> seconds = new("--seconds")
        {
            HelpName = "number",
            Description =
                $"when to stop measuring; comparing comes first and is never cut short (default " +
                $"{CheckOptions.DefaultSeconds})",
            DefaultValueFactory = _ => CheckOptions.DefaultSeconds,
        };
        Option<string?> peers = new("--peers")
        {
            HelpName = "folder",
            Description = "the scripts of benchmarks/peers (default peers, beside the program)",
        };
        Option<string> python = new("--python")
        {
            HelpName = "program",
            Description = "what runs them, with torch or jax (default python3)",
            DefaultValueFactory = _ => OperatingSystem.IsWindows() ? "python" : new CheckOptions().Python,
        };
        RootCommand root = new(
            "Compares every kernel on a GPU with the CPU engine, then times what agreed.")
        {
            device, verifyOnly, measureOnly, quick, file, seconds, peers, python,
        };
        root.SetAction(parsed => Check(
            new CheckOptions
            {
                Device = parsed.GetValue(device)!,
                Verifies = !parsed.GetValue(measureOnly),
                Measures = !parsed.GetValue(verifyOnly),
                IsQuick = parsed.GetValue(quick),
                File = parsed.GetValue(file)!,
                Seconds = parsed.GetValue(seconds),
                Peers = parsed.GetValue(peers),
                Python = parsed.GetValue(python)!,
            },
            output, error));
        ParseResult result = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            error.WriteLine($"gpu-check: {result.Errors[0].Message} See 'gpu-check --help'.");
            return Usage;
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static int Check(CheckOptions options, TextWriter output, TextWriter error)
    {
        if (!options.Verifies && !options.Measures)
        {
            error.WriteLine("gpu-check: --verify-only and --measure-only together leave nothing to do.");
            return Usage;
        }

        bool isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        try
        {
            return new CheckRun(options, output, new StageProgress(error, isTerminal)).Run() ? Agrees : Disagrees;
        }
        catch (Exception failure) when (CodeOf(failure) is int code)
        {
            error.WriteLine(DisplayText.Line($"gpu-check: {failure.Message}"));
            return code;
        }
    }

    private static int? CodeOf(Exception failure) => failure switch
    {
        DeviceUnavailableException or OutOfDeviceMemoryException => DeviceUnavailable,
        FileAccessException or IOException or UnauthorizedAccessException => InvalidFile,
        ArgumentException { ParamName: "name" } => Usage,
        _ => null,
    };

    // The reference has no bits to compare and no speed to measure.
    private static IEnumerable<string> CheckedDevices() =>
        BackendFactory.Names.ToArray().Where(name => name is not ("auto" or "reference"));
}
