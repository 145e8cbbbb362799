using System;
using System.IO;
using System.Linq;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>
/// The builds of OpenBLAS that a machine has: PyTorch as Debian packs it takes whichever the system names, and how its
/// threads work decides on its speed. Each is a peer of its own.
/// </summary>
internal static class BlasBuilds
{
    private const string Library = "libblas.so.3";

    /// <summary>Folders to be searched before the system's own.</summary>
    /// <param name="root">Where Debian has its libraries.</param>
    /// <returns>One a build, the system's choice as null if there are none.</returns>
    public static string?[] Find(string root = "/usr/lib")
    {
        string[] builds = Directory.Exists(root)
            ?
            [
                .. Directory.GetDirectories(root, "*-linux-gnu*")
                    .SelectMany(folder => Directory.GetDirectories(folder, "openblas-*"))
                    .Where(folder => Path.GetFileName(folder) is "openblas-openmp" or "openblas-pthread")
                    .Where(folder => File.Exists(Path.Combine(folder, Library)))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        return builds.Length == 0 ? new string?[1] : builds;
    }
}
