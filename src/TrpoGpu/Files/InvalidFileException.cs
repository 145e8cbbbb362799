using System;

namespace TrpoGpu.Files;

/// <summary>
/// A file that was read is not what it claims to be: damaged, cut short, hostile, or of another kind.
/// The only exception the readers of this namespace throw for bad content.
/// </summary>
public sealed class InvalidFileException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="path">The file.</param>
    /// <param name="where">Place in the file: a byte offset, a line or a field.</param>
    /// <param name="reason">What was found and what was expected.</param>
    /// <param name="remedy">What the reader of the message can do; a full sentence.</param>
    /// <param name="cause">The underlying error, if there is one.</param>
    public InvalidFileException(
        string path, string where, string reason, string remedy, Exception? cause = null)
        : base($"{path}: {where}: {reason}. {remedy}", cause)
    {
        Path = path;
        Where = where;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Place in the file: a byte offset, a line or a field.</summary>
    public string Where { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Reason { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
