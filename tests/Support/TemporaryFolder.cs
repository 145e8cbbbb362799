using System;
using System.IO;

namespace TrpoGpu.Tests.Support;

/// <summary>An empty folder that is deleted with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("trpogpu-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Names() => Array.ConvertAll(
        Directory.GetFileSystemEntries(Path), path => System.IO.Path.GetFileName(path)!);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
