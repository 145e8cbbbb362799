using System;
using System.IO;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Cli.Display;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary>
/// What a run will do, resolved: built-in defaults, then the environment's preset, then <c>--config</c>, then the
/// command line. A resumed run takes everything but its budget from its checkpoint.
/// </summary>
internal sealed class RunPlan
{
    private const string RunsFolder = "runs";

    // Of fewer updates from so large batches hardly anything is learnt; so many are a fair first try.
    private const int LargeBatch = 2 * CurvatureRows.Enough;
    private const int FewUpdates = 5;
    private const int UsualUpdates = 20;

    private readonly string? requestedFolder;
    private readonly string? earlierBackend;

    private RunPlan(
        string environment, ulong seed, TrpoOptions options, string? requestedFolder, string? earlierBackend)
    {
        Environment = environment;
        Seed = seed;
        Options = options;
        this.requestedFolder = requestedFolder;
        this.earlierBackend = earlierBackend;
        Folder = requestedFolder ?? DefaultFolder(environment, options.Algorithm, seed);
    }

    internal string Environment { get; }

    internal ulong Seed { get; }

    internal TrpoOptions Options { get; }

    /// <summary>The run folder; a new run's is certain once it has been opened.</summary>
    internal string Folder { get; private set; }

    internal bool IsResumed => earlierBackend is not null;

    internal string ResumeCommand => ShellText.Join(["trpo", "train", "--resume", "--out", Folder]);

    /// <exception cref="UsageException">What is asked does not fit together.</exception>
    /// <exception cref="OptionException">A setting is unknown or out of range.</exception>
    internal static RunPlan Make(TrainRequest request) => request.Resume ? Resume(request) : Begin(request);

    /// <summary>
    /// Opens the device to compute on. Unless one is asked for, a run goes on where it began, since another rounds
    /// otherwise, and a new one where its iterations are fastest.
    /// </summary>
    /// <param name="asked">What was typed.</param>
    /// <param name="devices">What there is to choose from.</param>
    /// <param name="notes">Where to say what was chosen and why.</param>
    /// <exception cref="UsageException">The settings are in range, yet too large together.</exception>
    /// <exception cref="DeviceUnavailableException">The device that was asked for is not there.</exception>
    internal ComputeBackend Open(DeviceRequest asked, DeviceBoard devices, TextWriter notes)
    {
        bool goesOn = asked.IsOpen && earlierBackend is not (null or DeviceName.Reference) &&
            BackendFactory.Devices().Any(device => device.Kind == earlierBackend && device.IsUsable);
        DeviceRequest request = goesOn ? asked with { Name = earlierBackend! } : asked;
        return Checked(() => request.Open(devices, DeviceWork.Training(Environment, Options, Seed), notes));
    }

    /// <exception cref="UsageException">The settings are in range, yet too large together.</exception>
    internal TrpoTrainer CreateTrainer(ComputeBackend backend) =>
        Checked(() => new TrpoTrainer(backend, Environment, Options, Seed));

    /// <exception cref="UsageException">The settings are in range, yet too large together.</exception>
    internal TrainingMemory CountMemory(ComputeBackend backend, int evaluationEpisodes) =>
        Checked(() => TrainingMemory.Of(backend, Environment, Options, evaluationEpisodes));

    /// <exception cref="UsageException">The settings are in range, yet too large together.</exception>
    internal static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException refusal) when (refusal is not OptionException)
        {
            throw new UsageException($"the settings are too large together: {DisplayText.Reason(refusal)}");
        }
    }

    internal RunFolder OpenFolder()
    {
        if (IsResumed)
        {
            return RunFolder.Open(Folder);
        }

        if (requestedFolder is null)
        {
            RunFolder run = RunFolder.CreateNew(RunsFolder, Path.GetFileName(Folder));
            Folder = run.Files.Folder;
            return run;
        }

        string remedy = File.Exists(new RunFiles(Folder).Checkpoint)
            ? "holds a run already; go on with it by --resume, or name another folder"
            : "is not an empty folder; name another";
        return RunFolder.TryCreate(Folder) ??
            throw new UsageException($"--out: {DisplayText.Quote(Folder)} {remedy}");
    }

    /// <summary>What a person should know before a run begins or goes on.</summary>
    internal string? NoteOn(TrpoTrainer trainer, ComputeBackend backend)
    {
        if (!IsResumed)
        {
            return NoteOnLength(trainer.StepsPerIteration);
        }

        if (trainer.StepsTaken >= Options.TotalSteps)
        {
            return $"the run has its {Options.TotalSteps} steps already: to go on, give more with --steps";
        }

        string place = $"going on after step {trainer.StepsTaken}";
        return earlierBackend == backend.Name
            ? place
            : $"{place}; that was on {earlierBackend}, and {backend.Name} rounds otherwise: the bits will differ";
    }

    // Who asks for many environments gets large updates, and few of them within a preset's steps.
    private string? NoteOnLength(long rows)
    {
        long updates = ((Options.TotalSteps - 1) / rows) + 1;
        return rows >= LargeBatch && updates < FewUpdates
            ? $"an update takes {rows} steps, so this run has {updates}: " +
                $"--steps {Progress.Count(UsualUpdates * rows)} gives it {UsualUpdates}"
            : null;
    }

    private static RunPlan Begin(TrainRequest request)
    {
        SettingsFile? file = request.Config is string path ? SettingsFile.Read(path) : null;
        string name = request.Environment ?? file?.Environment ?? throw new UsageException(
            "train what? Name an environment, such as 'trpo train cartpole'; 'trpo envs' lists them");
        string environment = CommonOptions.FindEnvironment(name).Id;
        // What says which update is made says which preset everything else is said of.
        PolicyAlgorithm algorithm = Resolve(new TrpoOptions()).Algorithm;
        TrpoOptions options = Resolve(Presets.For(environment, algorithm));
        ulong seed = request.Seed ?? file?.Seed ?? 0;
        return new RunPlan(environment, seed, options, NewFolder(request), earlierBackend: null);

        TrpoOptions Resolve(TrpoOptions preset) => ApplyCommandLine(file?.Apply(preset) ?? preset, request);
    }

    private static RunPlan Resume(TrainRequest request)
    {
        if (request.Environment is null && request.Output is null)
        {
            throw new UsageException(
                "--resume: resume what? Name the environment of the run, or its folder with --out");
        }

        if (request.Config is not null || request.Set.Length > 0 || request.Count is not null)
        {
            throw new UsageException(
                "--resume goes on with the settings of the run: --config, --set and --envs cannot change them");
        }

        string? environment =
            request.Environment is string name ? CommonOptions.FindEnvironment(name).Id : null;
        PolicyAlgorithm? algorithm = request.Algorithm is string algo
            ? AlgorithmName.Find(algo)
            : null;
        string folder = request.Output is string output
            ? WithoutSeparator(output)
            : DefaultFolder(environment!, algorithm ?? PolicyAlgorithm.Trpo, request.Seed ?? 0);
        string checkpoint = new RunFiles(folder).Checkpoint;
        if (!File.Exists(checkpoint))
        {
            throw new UsageException(
                $"--resume: there is no checkpoint {DisplayText.Quote(checkpoint)}; name the run's folder with --out");
        }

        CheckpointRun run = CheckpointRun.Read(checkpoint);
        ThrowIfOther(folder, "environment", environment, run.Environment);
        ThrowIfOther(
            folder, "algorithm", algorithm is PolicyAlgorithm asked ? AlgorithmName.Of(asked) : null,
            AlgorithmName.Of(run.Options.Algorithm));
        ThrowIfOther(folder, "seed", request.Seed?.ToString(), run.Seed.ToString());
        if (!BuiltInEnvironments.TryFind(run.Environment, out _))
        {
            throw new InvalidFileException(
                checkpoint, "metadata env_id", $"{DisplayText.Quote(run.Environment)} is not built in",
                "Go on with it in the program that has this environment.");
        }

        return new RunPlan(run.Environment, run.Seed, ApplyCommandLine(run.Options, request), folder, run.Backend);
    }

    private static TrpoOptions ApplyCommandLine(TrpoOptions options, TrainRequest request)
    {
        foreach (string assignment in request.Set)
        {
            string[] parts = assignment.Split('=', 2, StringSplitOptions.TrimEntries);
            options = OptionTable.Find(parts[0]).With(options, parts[1]);
        }

        if (request.Algorithm is string algorithm)
        {
            if (request.Set.Any(assignment => assignment.Split('=')[0].Trim() == "algo"))
            {
                throw new UsageException("--set: algo is given by --algo already; give it once");
            }

            options = options with { Algorithm = AlgorithmName.Find(algorithm) };
        }

        if (request.Count is long count)
        {
            options = OptionTable.Find("n_envs").With(options, $"{count}");
        }

        return request.Steps is long steps ? OptionTable.Find("total_timesteps").With(options, $"{steps}") : options;
    }

    private static string DefaultFolder(string environment, PolicyAlgorithm algorithm, ulong seed)
    {
        string name = BuiltInEnvironments.ShortName(environment);
        string run = algorithm == PolicyAlgorithm.Trpo ? name : $"{name}-{AlgorithmName.Of(algorithm)}";
        return Path.Combine(RunsFolder, RunFolder.DefaultName(run, seed));
    }

    // The name of a new run is checked; the folders above it are the user's own affair.
    private static string? NewFolder(TrainRequest request)
    {
        if (request.Output is not string folder)
        {
            return null;
        }

        try
        {
            RunFolder.CheckName(folder.Length == 0 ? "" : Path.GetFileName(Path.GetFullPath(WithoutSeparator(folder))));
            return WithoutSeparator(folder);
        }
        catch (ArgumentException refusal)
        {
            throw new UsageException($"--out: {DisplayText.Reason(refusal)}");
        }
    }

    private static string WithoutSeparator(string folder) => Path.TrimEndingDirectorySeparator(folder);

    private static void ThrowIfOther(string folder, string what, string? asked, string there)
    {
        if (asked is not null && asked != there)
        {
            throw new UsageException(
                $"--resume: {DisplayText.Quote(folder)} has {what} {DisplayText.Quote(there)}, not '{asked}'");
        }
    }
}
