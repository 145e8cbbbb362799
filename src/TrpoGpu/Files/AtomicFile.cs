using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace TrpoGpu.Files;

/// <summary>
/// Writes whole files so that a reader, a crash or a loss of power at any moment meets either the old file or
/// the new one, and so that the new one is on the disk when the call returns.
/// </summary>
/// <remarks>
/// A temporary file in the same folder is written, flushed to the disk and renamed over the target; then the
/// folder is flushed, without which the rename itself could be lost. On failure the target is untouched (or,
/// if only the last flush failed, already the new file) and the temporary file is removed.
/// </remarks>
public static class AtomicFile
{
    private const string TemporaryMark = ".tmp-";
    private const int RandomBytes = 8;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes <paramref name="bytes"/> to <paramref name="path"/>.</summary>
    /// <exception cref="FileAccessException">The system refused; names path and cause.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) =>
        Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark.</summary>
    /// <exception cref="FileAccessException">The system refused; names path and cause.</exception>
    public static void WriteText(string path, string text) => Write(path, Utf8.GetBytes(text));

    /// <summary>Writes what <paramref name="content"/> puts into the stream it is given.</summary>
    /// <exception cref="FileAccessException">The system refused; names path and cause.</exception>
    public static void Write(string path, Action<Stream> content) =>
        Write(path, content, DiskFileOperations.Instance);

    /// <summary>The same over any file system.</summary>
    internal static void Write(string path, Action<Stream> content, IFileOperations files)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target)
            ?? throw new ArgumentException($"AtomicFile: '{path}' is not the path of a file.", nameof(path));
        string temporary =
            target + TemporaryMark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        bool written = false;
        try
        {
            using (Stream stream = files.Create(temporary))
            {
                content(stream);
                files.FlushToDisk(stream);
            }

            files.Replace(temporary, target);
            written = true;
            files.SyncFolder(folder);
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            throw new FileAccessException("write", path, error);
        }
        finally
        {
            if (!written)
            {
                DeleteQuietly(temporary, files);
            }
        }
    }

    /// <summary>
    /// Removes the temporary files that a killed process left in <paramref name="folder"/>.
    /// </summary>
    internal static void RemoveLeftovers(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + TemporaryMark + "*"))
        {
            if (IsTemporary(path))
            {
                DeleteQuietly(path, DiskFileOperations.Instance);
            }
        }
    }

    private static bool IsTemporary(string path)
    {
        int mark = path.LastIndexOf(TemporaryMark, StringComparison.Ordinal);
        ReadOnlySpan<char> random = path.AsSpan(mark + TemporaryMark.Length);
        return random.Length == 2 * RandomBytes && !random.ContainsAnyExcept("0123456789abcdef");
    }

    // The file that remains is harmless, and the error on the way out says more than this one would.
    private static void DeleteQuietly(string path, IFileOperations files)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
        }
    }
}
