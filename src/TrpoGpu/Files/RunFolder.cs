using System;
using System.IO;
using System.Linq;

namespace TrpoGpu.Files;

/// <summary>A run folder that this process owns until it is disposed.</summary>
public sealed class RunFolder : IDisposable
{
    private const int MaxNameLength = 100;
    private const int MaxAttempts = 10_000;

    private readonly RunLock ownership;

    private RunFolder(RunFiles files, RunLock ownership)
    {
        Files = files;
        this.ownership = ownership;
    }

    /// <summary>The names of the files.</summary>
    public RunFiles Files { get; }

    /// <summary>The name of a run without a name of its own: cartpole-s0.</summary>
    /// <param name="environmentId">The environment; characters that no name can have become '-'.</param>
    /// <param name="seed">The seed.</param>
    public static string DefaultName(string environmentId, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(environmentId);
        char[] letters = environmentId.Select(letter => IsAllowed(letter) ? letter : '-').ToArray();
        return $"{new string(letters).TrimStart('-', '.')}-s{seed}";
    }

    /// <summary>
    /// Creates the folder of a new run: <paramref name="name"/> in <paramref name="parent"/>, or that with
    /// the first free of the endings -2, -3 and so on when a run is there already. An empty folder is taken.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The name is not a plain name: see <see cref="CheckName"/>.
    /// </exception>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public static RunFolder CreateNew(string parent, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(parent);
        CheckName(name);
        for (int number = 1; number <= MaxAttempts; number++)
        {
            if (TryCreate(Path.Combine(parent, number == 1 ? name : $"{name}-{number}")) is RunFolder run)
            {
                return run;
            }
        }

        throw new FileAccessException(
            "create", Path.Combine(parent, name), "the numbered names are all taken");
    }

    /// <summary>
    /// Creates the folder of a new run, or returns null when something is there: a file, a run, or one that another
    /// process has just begun. An empty folder is taken.
    /// </summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    public static RunFolder? TryCreate(string folder)
    {
        RunFiles files = new(folder);
        try
        {
            return TryClaim(files);
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            throw new FileAccessException("create", folder, error);
        }
    }

    /// <summary>Opens the folder of a run to continue it.</summary>
    /// <exception cref="FileAccessException">
    /// There is no such folder, another process has it, or the system refused.
    /// </exception>
    public static RunFolder Open(string folder)
    {
        RunFiles files = new(folder);
        if (!Directory.Exists(folder))
        {
            throw new FileAccessException("open", folder, "there is no such run folder");
        }

        RunLock ownership = RunLock.TryTake(files.Lock) ?? throw new FileAccessException(
            "open", folder,
            $"{RunLock.DescribeOwner(files.Lock)} is using it; wait until it ends, or use another folder");
        try
        {
            AtomicFile.RemoveLeftovers(folder);
            return new RunFolder(files, ownership);
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            ownership.Dispose();
            throw new FileAccessException("open", folder, error);
        }
    }

    /// <summary>
    /// Checks that a run name is one plain name on every system: letters, digits, '.', '-' and '_', the first
    /// of them a letter or digit, at most 100.
    /// </summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength || !char.IsLetterOrDigit(name[0]) || name[^1] == '.' ||
            !name.All(IsAllowed))
        {
            throw new ArgumentException(
                $"The run name {DisplayText.Quote(name)} is not a plain name. Use at most {MaxNameLength} " +
                "letters, digits, '.', '-' and '_', with a letter or digit first and no path.", nameof(name));
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => ownership.Dispose();

    private static bool IsAllowed(char letter) => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_';

    private static RunFolder? TryClaim(RunFiles files)
    {
        if (File.Exists(files.Folder) || !IsFree(files))
        {
            return null;
        }

        Directory.CreateDirectory(files.Folder);
        if (RunLock.TryTake(files.Lock) is not RunLock ownership)
        {
            return null;
        }

        // Between the look and the lock another process may have run here to its end.
        if (IsFree(files))
        {
            return new RunFolder(files, ownership);
        }

        ownership.Dispose();
        return null;
    }

    private static bool IsFree(RunFiles files) => !Directory.Exists(files.Folder) ||
        Directory.EnumerateFileSystemEntries(files.Folder)
            .All(path => Path.GetFileName(path) == RunFiles.LockName);
}
