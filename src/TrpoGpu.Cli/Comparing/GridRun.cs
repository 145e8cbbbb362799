using System;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Cli.Commands;
using TrpoGpu.Cli.Display;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Comparing;

/// <summary>Makes runs of a grid, or what is left of them, and measures their final policies.</summary>
/// <param name="backend">Where they compute.</param>
/// <param name="display">Where they are shown.</param>
/// <param name="commandLine">What was typed, for the run folders.</param>
internal sealed class GridRun(ComputeBackend backend, IGridDisplay display, string commandLine)
{
    /// <summary>Episodes that a final policy is measured by.</summary>
    internal const int EvaluationEpisodes = 100;

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(10);

    /// <summary>Checks that the runs of a grid fit, before the first is made.</summary>
    /// <exception cref="UsageException">The settings are in range, yet too large together.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    internal static void ThrowIfTooLarge(GridPlan plan, ComputeBackend backend)
    {
        foreach (GridCell cell in plan.Cells.DistinctBy(cell => (cell.Environment, cell.Algorithm)))
        {
            TrainingMemory memory = RunPlan.Checked(
                () => TrainingMemory.Of(backend, cell.Environment, cell.Options, EvaluationEpisodes));
            if (backend.MemoryBytes is not null)
            {
                memory.ThrowIfTooLarge(backend.Name);
            }
        }
    }

    /// <summary>What a run that is done came to.</summary>
    /// <exception cref="InvalidFileException">A file of it is damaged.</exception>
    internal static CellResult Read(GridCell cell) => new(
        cell.Environment, cell.Algorithm, cell.Seed, cell.Place,
        CellScore.TryRead(cell.Folder) ?? throw new FileNotFoundException(
            $"the score of a run is gone: {CellScore.PathIn(cell.Folder)}"),
        RunProgress.Read(new RunFiles(cell.Folder).ProgressCsv));

    /// <summary>Whether a run was begun by this machine, device and version.</summary>
    internal static bool WasMadeHere(GridCell cell, ComputeBackend backend)
    {
        string path = new RunFiles(cell.Folder).SystemDescription;
        return File.Exists(path) &&
            File.ReadAllText(path) == SystemInfo.Current.ToJson(backend.Name, backend.Description);
    }

    /// <summary>Makes a run, or goes on with one, to its end.</summary>
    /// <returns>What it came to; null if it was interrupted, and can go on.</returns>
    /// <exception cref="UsageException">The settings are in range, yet too large together.</exception>
    internal CellResult? Run(GridCell cell, CellState state, Interruption interruption)
    {
        using TrpoTrainer trainer = RunPlan.Checked(
            () => new TrpoTrainer(backend, cell.Environment, cell.Options, cell.Seed));
        using RunFolder folder = state == CellState.New
            ? RunFolder.TryCreate(cell.Folder) ?? throw new UsageException(
                $"--out: {DisplayText.Quote(cell.Folder)} was taken meanwhile; is the comparison running twice?")
            : RunFolder.Open(cell.Folder);
        CellScore score;
        using (RunLogs logs = state == CellState.New
            ? RunRecord.Begin(folder.Files, trainer, backend, commandLine)
            : RunRecord.GoOn(folder.Files, trainer, commandLine))
        {
            display.Begin(cell, trainer.StepsTaken);
            (bool isWhole, string? fault) = Train(trainer, folder.Files, logs, cell.Options.TotalSteps, interruption);
            if (!isWhole)
            {
                return null;
            }

            score = Measure(trainer, fault);
        }

        score.Write(cell.Folder);
        CellResult result = Read(cell);
        display.End(cell, result);
        return result;
    }

    // Whether it came to an end, and why to a bad one.
    private (bool IsWhole, string? Fault) Train(
        TrpoTrainer trainer, RunFiles files, RunLogs logs, long steps, Interruption interruption)
    {
        try
        {
            TrainingResult result = new TrainingRun(trainer, files, logs, display, CheckpointInterval)
                .Train(steps, interruption);
            return (!result.WasInterrupted, null);
        }
        catch (DivergedException diverged)
        {
            return (true, diverged.Message.Split(';')[0]);
        }
    }

    private static CellScore Measure(TrpoTrainer trainer, string? fault)
    {
        EvaluationResult result = trainer.Evaluate(EvaluationEpisodes);
        return new CellScore(
            fault is null ? CellOutcome.Finished : CellOutcome.Diverged, fault, trainer.StepsTaken, EvaluationEpisodes,
            result.Mean, result.StandardDeviation, result.MeanLength);
    }
}
