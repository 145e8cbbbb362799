using System.IO;

namespace TrpoGpu.Files;

/// <summary>
/// The calls to the file system of which a durable write consists, so that tests can fail each of them.
/// </summary>
internal interface IFileOperations
{
    /// <summary>Creates a file that must not exist.</summary>
    Stream Create(string path);

    /// <summary>Returns when what was written to <paramref name="file"/> survives a loss of power.</summary>
    void FlushToDisk(Stream file);

    /// <summary>
    /// Gives <paramref name="from"/> the name <paramref name="to"/>, replacing what had it, in one step.
    /// </summary>
    void Replace(string from, string to);

    /// <summary>Returns when the names in <paramref name="folder"/> survive a loss of power.</summary>
    void SyncFolder(string folder);

    /// <summary>Deletes a file; does nothing when there is none.</summary>
    void Delete(string path);
}
