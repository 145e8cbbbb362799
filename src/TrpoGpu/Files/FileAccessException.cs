using System;
using System.IO;

namespace TrpoGpu.Files;

/// <summary>
/// The operating system refused to read or write a file: names the file, the operation and the cause.
/// </summary>
public sealed class FileAccessException : IOException
{
    /// <summary>Creates the error.</summary>
    /// <param name="operation">What was attempted, as a verb: "read", "write", "lock".</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="cause">What the system said.</param>
    public FileAccessException(string operation, string path, Exception cause)
        : this(operation, path, (cause ?? throw new ArgumentNullException(nameof(cause))).Message, cause)
    {
    }

    /// <summary>Creates the error with a cause in our own words.</summary>
    /// <param name="operation">What was attempted, as a verb.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="cause">The underlying error, if there is one.</param>
    public FileAccessException(string operation, string path, string reason, Exception? cause = null)
        : base($"Cannot {operation} '{path}': {reason}", cause)
    {
        Operation = operation;
        Path = path;
    }

    /// <summary>What was attempted.</summary>
    public string Operation { get; }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>
    /// Whether <paramref name="error"/> is the system's refusal rather than a mistake of the program.
    /// </summary>
    internal static bool IsRefusal(Exception error) =>
        error is (IOException and not FileAccessException) or UnauthorizedAccessException;
}
