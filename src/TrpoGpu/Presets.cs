using System;
using System.IO;
using System.Reflection;
using TrpoGpu.Algorithms;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu;

/// <summary>
/// Settings that learn the built-in environments within rl-baselines3-zoo's step budgets: JSON files in
/// <c>src/TrpoGpu/Presets</c>, embedded in the library. One named for an environment holds what TRPO needs there, one
/// named for an algorithm what the algorithm needs everywhere, and one named for both what it needs there besides.
/// </summary>
public static class Presets
{
    /// <summary>
    /// The settings for a built-in environment; the defaults if there is no file. Earlier versions of an environment
    /// take those of the newest.
    /// </summary>
    /// <param name="environment">Identifier, such as <c>CartPole-v1</c>.</param>
    /// <param name="algorithm">The update.</param>
    /// <exception cref="ArgumentException">The environment is unknown.</exception>
    public static TrpoOptions For(string environment, PolicyAlgorithm algorithm = PolicyAlgorithm.Trpo)
    {
        EnvironmentSpec spec = BuiltInEnvironments.Find(environment);
        string newest = BuiltInEnvironments.Find(BuiltInEnvironments.ShortName(spec.Id)).Id;
        TrpoOptions options = Apply(new TrpoOptions { Algorithm = algorithm }, newest);
        string name = OptionTable.Find("algo").Text(options);
        return Apply(Apply(options, name), $"{newest}.{name}");
    }

    private static TrpoOptions Apply(TrpoOptions options, string file)
    {
        Assembly assembly = typeof(Presets).Assembly;
        using Stream? stream = assembly.GetManifestResourceStream($"Presets/{file}.json");
        if (stream is null)
        {
            return options;
        }

        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return OptionTable.Apply(options, json);
    }
}
