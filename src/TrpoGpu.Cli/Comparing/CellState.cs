using System.IO;
using System.Linq;
using TrpoGpu.Comparisons;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Comparing;

/// <summary>What there is of a run already.</summary>
internal enum CellState
{
    /// <summary>Nothing.</summary>
    New,

    /// <summary>A run with these settings that has not taken all its steps, or whose policy was not measured.</summary>
    Begun,

    /// <summary>All of it.</summary>
    Done,
}

/// <summary>Finds out what there is, and refuses what is of something else.</summary>
internal static class CellFolder
{
    // A run may be given more steps; everything else is what it is.
    private const string Budget = "total_timesteps";

    private const string Remedy = "give the settings of the first time, or another folder with --out";

    /// <exception cref="UsageException">The folder holds something else: says what differs and what to do.</exception>
    /// <exception cref="InvalidFileException">A file in it is damaged.</exception>
    internal static CellState Look(GridCell cell)
    {
        RunFiles files = new(cell.Folder);
        if (File.Exists(cell.Folder))
        {
            throw new UsageException($"--out: {DisplayText.Quote(cell.Folder)} is a file; name another folder");
        }

        if (!Directory.Exists(cell.Folder) || Directory.EnumerateFileSystemEntries(cell.Folder).All(IsLock))
        {
            return CellState.New;
        }

        if (!File.Exists(files.Checkpoint))
        {
            throw new UsageException(
                $"--out: {DisplayText.Quote(cell.Folder)} is not empty and holds no run that could go on; remove it, " +
                "or name another folder");
        }

        CheckpointRun run = CheckpointRun.Read(files.Checkpoint);
        ThrowIfOther(cell, "environment", run.Environment, cell.Environment);
        ThrowIfOther(cell, "seed", $"{run.Seed}", $"{cell.Seed}");
        foreach (Option option in OptionTable.All.Where(option => option.Name != Budget))
        {
            ThrowIfOther(cell, option.Name, option.Text(run.Options), option.Text(cell.Options));
        }

        if (run.Options.TotalSteps > cell.Options.TotalSteps)
        {
            ThrowIfOther(cell, Budget, $"{run.Options.TotalSteps}", $"{cell.Options.TotalSteps}");
        }

        return CellScore.TryRead(cell.Folder) is CellScore score &&
            (score.Outcome == CellOutcome.Diverged || score.Steps >= cell.Options.TotalSteps)
                ? CellState.Done
                : CellState.Begun;
    }

    private static void ThrowIfOther(GridCell cell, string what, string there, string asked)
    {
        if (there != asked)
        {
            throw new UsageException(
                $"--out: the run in {DisplayText.Quote(cell.Folder)} has {what} {DisplayText.Quote(there)}, and this " +
                $"comparison asks for {DisplayText.Quote(asked)}; {Remedy}");
        }
    }

    private static bool IsLock(string path) => Path.GetFileName(path) == RunFiles.LockName;
}
