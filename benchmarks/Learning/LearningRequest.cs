using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>What a benchmark of learning was asked for: environments, seeds, settings, a file.</summary>
internal sealed class LearningRequest
{
    private readonly List<string> named = [];
    private readonly List<string> settings = [];
    private string? output;

    /// <summary>Identifiers of the environments that were named, or of all.</summary>
    internal string[] EnvironmentIds => named.Count > 0
        ? [.. named.Select(name => BuiltInEnvironments.Find(name).Id)]
        : [.. BuiltInEnvironments.All.ToArray().Select(spec => spec.Id)];

    /// <summary>Seeds of the runs.</summary>
    internal ulong[] Seeds { get; private set; } = [.. Enumerable.Range(0, 10).Select(k => (ulong)k)];

    /// <summary>The same, as they were typed.</summary>
    internal string SeedText { get; private set; } = "0..9";

    internal static LearningRequest Parse(string[] arguments)
    {
        LearningRequest request = new();
        for (int k = 0; k < arguments.Length; k++)
        {
            switch (arguments[k])
            {
                case "--seeds":
                    request.SeedText = arguments[++k];
                    string[] range = request.SeedText.Split("..");
                    int first = int.Parse(range[0]);
                    int last = int.Parse(range[^1]);
                    request.Seeds = [.. Enumerable.Range(first, last - first + 1).Select(seed => (ulong)seed)];
                    break;
                case "--set":
                    request.settings.Add(arguments[++k]);
                    break;
                case "--out":
                    request.output = arguments[++k];
                    break;
                default:
                    request.named.Add(arguments[k]);
                    break;
            }
        }

        return request;
    }

    /// <summary>Settings with those that were typed in place of their own.</summary>
    internal TrpoOptions Apply(TrpoOptions options)
    {
        foreach (string setting in settings)
        {
            string[] parts = setting.Split('=', 2);
            options = OptionTable.Find(parts[0]).With(options, parts[1]);
        }

        return options;
    }

    /// <summary>Writes a table to the file that was asked for, if one was.</summary>
    internal void Keep(string table)
    {
        if (output is string path)
        {
            File.WriteAllText(path, table);
        }
    }
}
