using System;
using System.IO;
using TrpoGpu.Replay;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>Replays of the recordings in tests/Golden/mujoco.</summary>
internal static class GoldenReplay
{
    /// <summary>The file with the trajectories of an environment.</summary>
    public static string Path(string environment) => System.IO.Path.Combine(
        AppContext.BaseDirectory, "Golden", "mujoco", $"traj-{environment}.json.gz");

    public static RecordedEnvironment Environment(string name) =>
        Array.Find(RecordedEnvironment.All.ToArray(), known => known.Name == name)
            ?? throw new FileNotFoundException(name);

    /// <summary>A replay that is held to the defaults.</summary>
    public static ReplayResult Of(string environment, ReplayPrecision precision)
    {
        RecordedEnvironment recorded = Environment(environment);
        return ReplayResult.Of(
            RecordingReader.Read(Path(environment), recorded), precision, ReplayTolerances.For(recorded, precision));
    }
}
