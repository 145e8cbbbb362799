using System;
using System.Globalization;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TrpoGpu.Files;

/// <summary>
/// A lock that the operating system releases when its owner ends, however it ends: a stale one needs no care.
/// The locked file holds the owner's process number for messages.
/// </summary>
/// <remarks>
/// The file stays when the lock is released: deleting it would let a process that had just opened it and one
/// that creates it anew both believe they own the run.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    // EWOULDBLOCK of Linux and of the BSD family, and ERROR_SHARING_VIOLATION as .NET reports them.
    private const int WouldBlockLinux = 11;
    private const int WouldBlockBsd = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int MaxDigits = 20;

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>
    /// Takes the lock, or returns null when another process, or another lock of this one, has it.
    /// </summary>
    /// <exception cref="FileAccessException">The system refused for another reason.</exception>
    internal static RunLock? TryTake(string path)
    {
        // Windows keeps readers out as well unless they are let in, and Unix keeps only other locks out.
        FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new RunLock(file);
        }
        catch (IOException error) when (error.HResult is WouldBlockLinux or WouldBlockBsd or SharingViolation)
        {
            return null;
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            file?.Dispose();
            throw new FileAccessException("lock", path, error);
        }
    }

    /// <summary>The owner of a lock that could not be taken, in words.</summary>
    internal static string DescribeOwner(string path)
    {
        try
        {
            using SafeFileHandle file = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, share: FileShare.ReadWrite)
                : UnixFile.OpenToRead(path);
            Span<byte> text = stackalloc byte[MaxDigits];
            int length = RandomAccess.Read(file, text, 0);
            return int.TryParse(
                text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                ? $"process {process}"
                : "another process";
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            return "another process";
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        file.SetLength(0);
        file.Dispose();
    }
}
