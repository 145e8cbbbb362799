using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrpoGpu.Files;

/// <summary>
/// Opens what <see cref="FileStream"/> will not on Unix: a folder, and a file that another process has
/// locked.
/// </summary>
internal static partial class UnixFile
{
    // O_RDONLY, the same number on every Unix.
    private const int ReadOnly = 0;

    /// <summary>Opens a file or folder for reading, without taking part in file locking.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    internal static SafeFileHandle OpenToRead(string path)
    {
        int descriptor = Open(path, ReadOnly);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
    }

    [LibraryImport(
        "libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
