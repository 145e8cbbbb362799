using System;
using System.IO;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Commands;

/// <summary>
/// What a run will do, resolved: built-in defaults, then the environment's preset, then <c>--config</c>, then the
/// command line. A resumed run takes everything but its budget from its checkpoint.
/// </summary>
internal sealed class RunPlan
{
    private RunPlan(string environment, ulong seed, TrpoOptions options, string folder, bool isResumed)
    {
        Environment = environment;
        Seed = seed;
        Options = options;
        Folder = folder;
        IsResumed = isResumed;
    }

    internal string Environment { get; }

    internal ulong Seed { get; }

    internal TrpoOptions Options { get; }

    internal string Folder { get; }

    internal bool IsResumed { get; }

    /// <exception cref="UsageException">What is asked does not fit together.</exception>
    /// <exception cref="OptionException">A setting is unknown or out of range.</exception>
    internal static RunPlan Make(TrainCommand.Request request) => request.Resume ? Resume(request) : Begin(request);

    internal RunFolder OpenFolder()
    {
        if (IsResumed)
        {
            return RunFolder.Open(Folder);
        }

        string full = Path.GetFullPath(Folder);
        string name = Path.GetFileName(full);
        try
        {
            RunFolder.CheckName(name);
        }
        catch (ArgumentException refused)
        {
            throw new UsageException($"--out: {refused.Message}");
        }

        return RunFolder.CreateNew(Path.GetDirectoryName(Folder) is { Length: > 0 } parent ? parent : ".", name);
    }

    private static RunPlan Begin(TrainCommand.Request request)
    {
        string name = request.Environment ?? throw new UsageException(
            "train what? Give an environment, such as 'trpo train cartpole'; 'trpo envs' lists them");
        string environment = CommonOptions.FindEnvironment(name).Id;
        TrpoOptions options = Presets.For(environment);
        if (request.Config is string path)
        {
            options = ApplyFile(options, path);
        }

        options = ApplyCommandLine(options, request);
        ulong seed = request.Seed ?? 0;
        return new RunPlan(environment, seed, options, request.FolderOr(environment, seed), isResumed: false);
    }

    private static RunPlan Resume(TrainCommand.Request request)
    {
        if (request.Environment is null && request.Output is null)
        {
            throw new UsageException(
                "--resume: resume what? Give the environment of the run, or its folder with --out");
        }

        if (request.Config is not null || request.Set.Length > 0 || request.Count is not null)
        {
            throw new UsageException(
                "--resume goes on with the settings of the run: --config, --set and --envs cannot change them");
        }

        string folder = request.FolderOr(
            request.Environment is null ? "" : CommonOptions.FindEnvironment(request.Environment).Id,
            request.Seed ?? 0);
        RunFiles files = new(folder);
        if (!File.Exists(files.Checkpoint))
        {
            throw new UsageException(
                $"--resume: there is no checkpoint {files.Checkpoint}; give the run's folder with --out");
        }

        CheckpointRun run = CheckpointRun.Read(files.Checkpoint);
        TrpoOptions options = run.Options;
        if (request.Steps is long steps)
        {
            options = OptionTable.Find("total_timesteps").With(options, $"{steps}");
        }

        return new RunPlan(run.Environment, run.Seed, options, folder, isResumed: true);
    }

    private static TrpoOptions ApplyFile(TrpoOptions options, string path)
    {
        try
        {
            return OptionTable.Apply(options, File.ReadAllBytes(path));
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"--config: there is no file '{path}'");
        }
        catch (JsonException broken)
        {
            throw new UsageException($"--config: {path} is not JSON: {broken.Message}");
        }
        catch (OptionException wrong)
        {
            throw new UsageException($"--config: {path}: {wrong.Message}");
        }
    }

    private static TrpoOptions ApplyCommandLine(TrpoOptions options, TrainCommand.Request request)
    {
        foreach (string assignment in request.Set)
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"--set: '{assignment}' given, expected name=value, such as target_kl=0.02");
            }

            options = OptionTable.Find(assignment[..equals].Trim()).With(options, assignment[(equals + 1)..].Trim());
        }

        if (request.Count is long count)
        {
            options = OptionTable.Find("n_envs").With(options, $"{count}");
        }

        return request.Steps is long steps ? OptionTable.Find("total_timesteps").With(options, $"{steps}") : options;
    }
}
