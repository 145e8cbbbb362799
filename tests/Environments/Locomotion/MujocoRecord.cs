using System;
using System.IO;
using System.IO.Compression;
using System.Text.Json;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>What MuJoCo computed; tests/Golden/mujoco/README.md says how, and what the fields mean.</summary>
internal static class MujocoRecord
{
    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The environments that there are trajectories of.</summary>
    public static readonly string[] Environments =
    [
        "reacher", "inverted_pendulum", "inverted_double_pendulum", "swimmer", "hopper", "walker2d", "walker2d_v4",
        "half_cheetah",
    ];

    public static MujocoTrajectory[] Trajectories(string environment) =>
        Read<TrajectoryFile>($"traj-{environment}").Trajectories;

    public static MujocoSnapshot[] Snapshots(string environment) =>
        Array.FindAll(Read<SnapshotFile>("forward-snapshots").Snapshots, s => s.Env == environment);

    public static MujocoPolicy[] Policies() => Read<PolicyFile>("linear-policies").Policies;

    private static T Read<T>(string name)
    {
        using FileStream file = File.OpenRead(
            Path.Combine(AppContext.BaseDirectory, "Golden", "mujoco", name + ".json.gz"));
        using GZipStream stream = new(file, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }

    private sealed record TrajectoryFile(MujocoTrajectory[] Trajectories);

    private sealed record SnapshotFile(MujocoSnapshot[] Snapshots);

    private sealed record PolicyFile(MujocoPolicy[] Policies);
}

/// <summary>Where steps of an environment start.</summary>
internal sealed class MujocoTrajectory
{
    public double[] InitQpos { get; init; } = [];

    public double[] InitQvel { get; init; } = [];

    public double[] InitObs { get; init; } = [];

    public double[] Reward { get; init; } = [];
}

/// <summary>One forward evaluation.</summary>
internal sealed class MujocoSnapshot
{
    public string Env { get; init; } = "";

    public double[] Qpos { get; init; } = [];

    public double[] Qvel { get; init; } = [];

    public double[] Ctrl { get; init; } = [];

    public double[][] MassMatrixLower { get; init; } = [];

    public double[] QfrcBias { get; init; } = [];

    public double[] QfrcPassive { get; init; } = [];

    public double[] QfrcActuator { get; init; } = [];

    public double[] QaccSmooth { get; init; } = [];

    public double[] QfrcConstraint { get; init; } = [];

    public double[] Qacc { get; init; } = [];

    public MujocoContact[] Contacts { get; init; } = [];

    public MujocoRow[] Rows { get; init; } = [];
}

/// <summary>A contact with the floor.</summary>
internal sealed record MujocoContact(int Body, double Dist, double X);

/// <summary>A row of the constraints.</summary>
internal sealed record MujocoRow(string Type, double Pos, double Aref, double D);

/// <summary>A linear policy, and the returns it reaches.</summary>
internal sealed class MujocoPolicy
{
    public string Env { get; init; } = "";

    public double ActuatorScale { get; init; }

    public int ObsDim { get; init; }

    public int ActDim { get; init; }

    public double[] Mean { get; init; } = [];

    public double[] Std { get; init; } = [];

    [System.Text.Json.Serialization.JsonPropertyName("W_row_major")]
    public double[] Weights { get; init; } = [];

    [System.Text.Json.Serialization.JsonPropertyName("mujoco_40_episodes")]
    public MujocoReturns Returns { get; init; } = new(0, 0);

    /// <summary>The action for an observation.</summary>
    public double Action(int column, Func<int, double> observation)
    {
        double sum = 0;
        for (int i = 0; i < ObsDim; i++)
        {
            sum += Weights[(column * ObsDim) + i] * ((observation(i) - Mean[i]) / Std[i]);
        }

        return ActuatorScale * Math.Clamp(sum, -1.0, 1.0);
    }
}

/// <summary>Over 40 episodes.</summary>
internal sealed record MujocoReturns(double MeanReturn, double MedianReturn);
