using System;
using System.Collections.Generic;
using System.Globalization;
using TrpoGpu.Files;
using TrpoGpu.Rollouts;

namespace TrpoGpu;

/// <content>What goes to disk: the policy for use, the checkpoint for going on.</content>
public sealed partial class TrpoTrainer
{
    private const string CheckpointFormat = "trpogpu-checkpoint";
    private const string CheckpointVersion = "1";

    /// <summary>Writes the policy, value function and normaliser as safetensors, atomically.</summary>
    public void SavePolicy(string path)
    {
        normalizer.Freeze(normalization);
        PolicyFile.Write(path, new PolicyContents
        {
            EnvironmentId = Environment.Id,
            Seed = Seed,
            Steps = StepsTaken,
            Policy = Policy.Shape,
            PolicyParameters = Policy.Parameters.ReadArray(),
            Value = Value.Shape,
            ValueParameters = Value.Parameters.ReadArray(),
            ShiftAndScale = normalizer.ShiftAndScale.ToArray(),
        }, OptionTable.ToJson(Options));
    }

    /// <summary>
    /// Writes everything the rest of the run depends on, atomically: a run that goes on from it gives the same bits as
    /// one that was never interrupted.
    /// </summary>
    /// <exception cref="NotSupportedException">A user's environments hold state that cannot be read.</exception>
    public void SaveCheckpoint(string path)
    {
        if (!source.IsResumable)
        {
            throw new NotSupportedException($"{Environment.Id} is a user's environment; its state cannot be saved.");
        }

        double[] environments = new double[source.StateLength];
        source.ReadState(environments);
        double[] fit = new double[critic.StateLength];
        critic.ReadState(fit);
        List<SafetensorsTensor> tensors =
        [
            Vector("policy", Policy.Parameters.ReadArray()),
            Vector("value", Value.Parameters.ReadArray()),
            Vector("environments", environments),
            Vector("critic_fit", fit),
            Vector("episodes", episodes.ReadState()),
            Vector("observation_moments", State(normalizer.Moments)),
            Vector("return_moments", State(returnMoments)),
            Vector<ulong>("counters", [(ulong)iteration, (ulong)source.StepsTaken]),
        ];
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["format"] = CheckpointFormat,
            ["format_version"] = CheckpointVersion,
            ["env_id"] = Environment.Id,
            ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
            ["config"] = OptionTable.ToJson(Options),
        });
    }

    /// <summary>Goes on from a checkpoint of a run with the same environment, seed and settings.</summary>
    /// <exception cref="InvalidFileException">The file is damaged or of another run: says where and why.</exception>
    public void RestoreCheckpoint(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        Expect(file, "format", CheckpointFormat);
        Expect(file, "format_version", CheckpointVersion);
        Expect(file, "env_id", Environment.Id);
        Expect(file, "seed", Seed.ToString(CultureInfo.InvariantCulture));
        int size = Environment.ObservationSize;

        // Everything is read and checked before anything is changed.
        float[] policy = file.FiniteValues<float>("policy", Policy.Shape.ParameterCount);
        float[] value = file.FiniteValues<float>("value", Value.Shape.ParameterCount);
        double[] environments = file.FiniteValues<double>("environments", source.StateLength);
        double[] fit = file.FiniteValues<double>("critic_fit", critic.StateLength);
        double[] records = file.FiniteValues<double>("episodes", EpisodeStatistics.StateLength);
        double[] observationMoments = file.FiniteValues<double>("observation_moments", 1 + (2 * size));
        double[] rewardMoments = file.FiniteValues<double>("return_moments", 3);
        ulong[] counters = file.Values<ulong>("counters", 2);

        Policy.Parameters.Write(policy);
        Value.Parameters.Write(value);
        source.WriteState(environments, (long)counters[1]);
        critic.WriteState(fit);
        episodes.WriteState(records);
        Restore(normalizer.Moments, observationMoments);
        Restore(returnMoments, rewardMoments);
        iteration = (int)counters[0];
    }

    /// <summary>The settings and the seed that a checkpoint was written with.</summary>
    /// <exception cref="InvalidFileException">The file is damaged or not a checkpoint.</exception>
    public static (string Environment, ulong Seed, TrpoOptions Options) ReadCheckpointRun(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        Expect(file, "format", CheckpointFormat);
        Expect(file, "format_version", CheckpointVersion);
        if (!ulong.TryParse(file.Text("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            throw new InvalidFileException(
                path, "metadata seed", $"'{file.Text("seed")}' is no number", "The file is damaged.");
        }

        byte[] config = System.Text.Encoding.UTF8.GetBytes(file.Text("config"));
        try
        {
            return (file.Text("env_id"), seed, OptionTable.Apply(new TrpoOptions(), config));
        }
        catch (Exception cause) when (cause is OptionException or System.Text.Json.JsonException)
        {
            throw new InvalidFileException(
                path, "metadata config", cause.Message, "The file was written by another version.");
        }
    }

    private static SafetensorsTensor Vector<T>(string name, T[] values)
        where T : unmanaged =>
        SafetensorsTensor.Create<T>(name, values, values.Length);

    private static double[] State(RunningMoments moments) =>
        [moments.Count, .. moments.Means, .. moments.SquaredDeviations];

    private static void Restore(RunningMoments moments, ReadOnlySpan<double> state)
    {
        int size = (state.Length - 1) / 2;
        moments.Restore(state[0], state.Slice(1, size), state[(1 + size)..]);
    }

    private static void Expect(SafetensorsFile file, string key, string expected)
    {
        if (file.Text(key) != expected)
        {
            throw new InvalidFileException(
                file.Path, $"metadata {key}", $"it is '{file.Text(key)}', expected '{expected}'",
                "Give the checkpoint of this run.");
        }
    }
}
