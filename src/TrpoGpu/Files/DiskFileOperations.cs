using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace TrpoGpu.Files;

/// <summary>The real file system.</summary>
internal sealed class DiskFileOperations : IFileOperations
{
    internal static DiskFileOperations Instance { get; } = new();

    public Stream Create(string path) =>
        new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    public void FlushToDisk(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public void SyncFolder(string folder)
    {
        // Windows journals renames itself and cannot flush a folder.
        if (!OperatingSystem.IsWindows())
        {
            using SafeFileHandle handle = UnixFile.OpenToRead(folder);
            RandomAccess.FlushToDisk(handle);
        }
    }

    public void Delete(string path) => File.Delete(path);
}
