using System;
using System.IO;

namespace TrpoGpu.Files;

/// <summary>The names of the files in a run folder, for reading a run without claiming it.</summary>
public sealed class RunFiles
{
    /// <summary>The name of <see cref="Lock"/> without the folder.</summary>
    internal const string LockName = ".lock";

    /// <summary>The files of the run in <paramref name="folder"/>, which need not exist.</summary>
    public RunFiles(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folder = folder;
    }

    /// <summary>The run folder.</summary>
    public string Folder { get; }

    /// <summary>Resolved settings.</summary>
    public string Config => Named("config.json");

    /// <summary>The command line that started the run.</summary>
    public string Command => Named("command.txt");

    /// <summary>Versions, processor and device: see <see cref="SystemInfo"/>.</summary>
    public string SystemDescription => Named("system.json");

    /// <summary>One line per episode: see <see cref="MonitorCsv"/>.</summary>
    public string Monitor => Named("monitor.csv");

    /// <summary>One object per update: see <see cref="ProgressLog"/>.</summary>
    public string ProgressJson => Named("progress.jsonl");

    /// <summary>The same as comma-separated values.</summary>
    public string ProgressCsv => Named("progress.csv");

    /// <summary>Folder of TensorBoard's event files: see <see cref="TensorBoardWriter"/>.</summary>
    public string TensorBoard => Named("tb");

    /// <summary>The policy and its normaliser.</summary>
    public string Policy => Named("policy.safetensors");

    /// <summary>Everything needed to continue the run.</summary>
    public string Checkpoint => Named("checkpoint.safetensors");

    /// <summary>Held while a process owns the run: see <see cref="RunFolder"/>.</summary>
    internal string Lock => Named(LockName);

    private string Named(string name) => Path.Combine(Folder, name);
}
