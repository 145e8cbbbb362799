using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Text;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Files;
using TrpoGpu.Rendering;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo render RUN</c>: plays an episode of a trained policy into a page that a browser shows.</summary>
internal static class RenderCommand
{
    private const string DefaultOutput = "episode.html";
    private const string Extension = ".html";

    private const string Examples =
        """
        Examples:
          trpo render runs/cartpole-s0
          trpo render runs/hopper-s0 -o hopper.html --seed 7
          trpo render runs/hopper-s0/policy.safetensors --stochastic --steps 500 --json
        """;

    /// <param name="devices">What <c>--device auto</c> chooses from.</param>
    internal static Command Create(DeviceBoard devices)
    {
        PolicyArgument policy = new();
        Option<string> output = new("--output", "-o")
        {
            HelpName = "file",
            Description = "the page to write, replacing what is there; its name ends in .html",
            DefaultValueFactory = _ => DefaultOutput,
            CustomParser = ParseOutput,
        };
        Option<long?> seed = CommonOptions.Seed(
            "number that the start state follows from (default the run's own: the first episode of 'trpo eval')");
        Option<bool> stochastic = new("--stochastic")
        {
            Description = "draw actions instead of taking the most likely (default off)",
        };
        Option<long?> steps = CommonOptions.Count(
            "--steps", 1, Evaluation.LongestEpisode, "500",
            "leave the episode after so many steps (default its own end)");
        DeviceOptions device = new();
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new("render", "Show an episode of a trained policy in a browser.", _ => Examples)
        {
            policy.Run, output, seed, stochastic, steps, device.Device, device.Threads, device.Memory, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            DeviceRequest request = device.Read(parsed);
            request.Check();
            (string path, PolicyContents contents) = policy.Read(parsed, "render");
            using ComputeBackend backend = request.Open(
                devices, DeviceWork.Evaluation(contents, episodes: 1), parsed.InvocationConfiguration.Error);
            using TrainedPolicy trained = new(backend, contents, capacity: 1);
            RecordedEpisode episode = trained.Record(
                (ulong?)parsed.GetValue(seed), !parsed.GetValue(stochastic), (int?)parsed.GetValue(steps));
            string page = parsed.GetValue(output)!;
            string html = EpisodePage.Html(episode);
            AtomicFile.WriteText(page, html);
            Report(
                episode, path, page, Encoding.UTF8.GetByteCount(html), parsed.GetValue(json),
                parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        }));
        return command;
    }

    // The name keeps a slip of the hand from replacing a policy, and a browser wants it.
    private static string? ParseOutput(ArgumentResult result)
    {
        string name = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (!name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || Directory.Exists(name))
        {
            return CommonOptions.Refuse<string>(result, $"the name of a file that ends in {Extension}");
        }

        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(name)))
            ? name
            : CommonOptions.Refuse<string>(result, "a file in a folder that exists");
    }

    private static void Report(
        RecordedEpisode episode, string policy, string page, int bytes, bool json, TextWriter output)
    {
        if (json)
        {
            new JsonLine()
                .Add("env", episode.Environment.Id)
                .Add("seed", episode.Seed)
                .Add("deterministic", episode.Deterministic)
                .Add("return", episode.Return)
                .Add("length", episode.Steps)
                .Add("terminated", episode.End == EpisodeEnd.Terminated)
                .Add("truncated", episode.End == EpisodeEnd.Truncated)
                .Add("steps", episode.TrainedSteps)
                .Add("policy", policy)
                .Add("page", page)
                .Add("bytes", bytes)
                .WriteTo(output);
            return;
        }

        output.WriteLine($"{episode.Environment.Id}: {EpisodePage.Summary(episode)} (seed {episode.Seed})");
        output.WriteLine($"page     {page} ({bytes / 1000.0:0} kB, everything in one file)");
        output.WriteLine($"look     open it in a browser: {new Uri(Path.GetFullPath(page)).AbsoluteUri}");
    }
}
