using System;
using System.IO;
using System.Reflection;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu;

/// <summary>
/// Settings that learn the built-in environments within rl-baselines3-zoo's step budgets. Each is a JSON file in
/// <c>src/TrpoGpu/Presets</c>, embedded in the library.
/// </summary>
public static class Presets
{
    /// <summary>
    /// The settings for a built-in environment; the defaults if it has no file. Earlier versions of an environment
    /// take those of the newest.
    /// </summary>
    /// <param name="environment">Identifier, such as <c>CartPole-v1</c>.</param>
    /// <exception cref="ArgumentException">The environment is unknown.</exception>
    public static TrpoOptions For(string environment)
    {
        EnvironmentSpec spec = BuiltInEnvironments.Find(environment);
        string newest = BuiltInEnvironments.Find(BuiltInEnvironments.ShortName(spec.Id)).Id;
        Assembly assembly = typeof(Presets).Assembly;
        using Stream? stream = assembly.GetManifestResourceStream($"Presets/{newest}.json");
        if (stream is null)
        {
            return new TrpoOptions();
        }

        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return OptionTable.Apply(new TrpoOptions(), json);
    }
}
