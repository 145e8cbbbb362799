using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Files;

namespace TrpoGpu.Cli;

/// <summary>What a run folder says of the run beside its logs: settings, commands, machine.</summary>
internal static class RunRecord
{
    /// <summary>Describes a new run, and opens its logs.</summary>
    internal static RunLogs Begin(RunFiles files, TrpoTrainer trainer, ComputeBackend backend, string commandLine)
    {
        WriteSettings(files, trainer);
        AtomicFile.WriteText(files.Command, commandLine + "\n");
        AtomicFile.WriteText(files.SystemDescription, SystemInfo.Current.ToJson(backend.Name, backend.Description));
        return RunLogs.Create(files, trainer.Environment.Id);
    }

    /// <summary>
    /// Restores a trainer from the checkpoint of a run, and opens its logs there. Every command that had a part in the
    /// run is kept, and the settings are those of the whole.
    /// </summary>
    internal static RunLogs GoOn(RunFiles files, TrpoTrainer trainer, string commandLine)
    {
        trainer.RestoreCheckpoint(files.Checkpoint);
        RunLogs logs = RunLogs.Resume(files, trainer.Environment.Id, trainer);
        string earlier = File.Exists(files.Command) ? File.ReadAllText(files.Command) : "";
        AtomicFile.WriteText(files.Command, $"{earlier}{commandLine}\n");
        WriteSettings(files, trainer);
        return logs;
    }

    private static void WriteSettings(RunFiles files, TrpoTrainer trainer) => AtomicFile.WriteText(
        files.Config, SettingsFile.Write(trainer.Environment.Id, trainer.Seed, trainer.Options));
}
