using System.IO;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarks;

/// <summary>A file for figures: what they are, what makes them again, and the machine they are of.</summary>
internal static class ResultFile
{
    /// <summary>Writes a file, in Markdown.</summary>
    /// <param name="file">Where; its folder is created.</param>
    /// <param name="title">What the figures are.</param>
    /// <param name="option">Of <c>run-bench.sh</c>, that makes them.</param>
    /// <param name="backend">What was measured.</param>
    /// <param name="text">The figures.</param>
    public static void Write(string file, string title, string option, ComputeBackend backend, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using StreamWriter output = new(file) { NewLine = "\n" };
        output.WriteLine($"# {title}");
        output.WriteLine();
        output.WriteLine($"Written by `./run-bench.sh {option} --out benchmarks/results/{Path.GetFileName(file)}`.");
        output.WriteLine();
        MachineFacts.Write(output, backend);
        output.WriteLine();
        output.Write(text);
    }
}
