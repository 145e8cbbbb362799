using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu.Replay;

/// <summary>
/// Reads a recording: JSON in the format of tests/Golden/mujoco/README.md, as it is or compressed by gzip. Everything
/// in it is checked before anything is computed with it.
/// </summary>
internal static class RecordingReader
{
    private const string Semantics = "Gymnasium v5";
    private const int Depth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Depth };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">What must be recorded in it.</param>
    /// <exception cref="InvalidFileException">It is not that: the message names the field.</exception>
    /// <exception cref="FileAccessException">The system refused to read it.</exception>
    internal static Recording Read(string path, RecordedEnvironment environment)
    {
        byte[] text = RecordingText.Read(path);
        ReadOnlyMemory<byte> json = text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsMemory(3) : text;
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new InvalidFileException(path, "the whole file", "it is empty", $"{JsonField.Remedy}.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            return ReadRoot(path, new JsonField(path, "", document.RootElement), environment);
        }
        catch (JsonException broken)
        {
            throw Broken(path, json.Span, broken);
        }
        catch (InvalidOperationException error)
        {
            // An escape sequence that is half a character.
            throw new InvalidFileException(
                path, "the whole file", "a text in it is not valid Unicode", $"{JsonField.Remedy}.", error);
        }
    }

    private static Recording ReadRoot(string path, JsonField root, RecordedEnvironment environment)
    {
        Dictionary<string, JsonField> members = root.Members();
        CheckEnvironment(Required(root, members, "env"), environment);
        if (members.TryGetValue("reward_semantics", out JsonField semantics) && semantics.Text() != Semantics)
        {
            throw semantics.Wrong($"'{Semantics}'");
        }

        string reason = $"for {environment.Spec.Id}";
        foreach ((string name, double expected) in ((string, double)[])
        [
            ("timestep", environment.StepSeconds), ("frame_skip", environment.FrameSkip),
            ("nq", environment.Coordinates), ("nv", environment.Coordinates),
            ("nu", environment.Spec.Actions.Columns),
        ])
        {
            if (members.TryGetValue(name, out JsonField size))
            {
                size.MustBe(expected, reason);
            }
        }

        JsonField[] trajectories = Required(root, members, "trajectories").Elements();
        return new Recording(
            path, environment, [.. trajectories.Select(trajectory => ReadTrajectory(trajectory, environment))]);
    }

    private static void CheckEnvironment(JsonField field, RecordedEnvironment expected)
    {
        string name = field.Text();
        if (name == expected.Name)
        {
            return;
        }

        RecordedEnvironment? other = Array.Find(RecordedEnvironment.All.ToArray(), known => known.Name == name);
        throw field.Wrong(
            $"'{expected.Name}' for {expected.Spec.Id}",
            other is null ? $"{JsonField.Remedy}." : $"It is a recording of {other.Spec.Id}: name that environment.");
    }

    private static RecordedTrajectory ReadTrajectory(JsonField field, RecordedEnvironment environment)
    {
        Dictionary<string, JsonField> members = field.Members();
        int steps = Required(field, members, "action").Elements().Length;
        int size = environment.Coordinates;
        int observation = environment.Spec.ObservationSize;
        bool[] terminated = Required(field, members, "terminated").Flags(steps);
        Check(members, "steps", steps, "as many as there are actions");
        Check(
            members, "first_terminated_step", Array.IndexOf(terminated, true) is int t && t >= 0 ? t + 1 : -1,
            "after 'terminated'");
        if (members.TryGetValue("init_obs", out JsonField start))
        {
            start.Numbers(observation, "component");
        }

        return new RecordedTrajectory
        {
            Id = members.TryGetValue("id", out JsonField id) ? id.Text() : "",
            ActionsFrom = members.TryGetValue("actions_from", out JsonField from) ? from.Text() : "",
            StartPositions = Required(field, members, "init_qpos").Numbers(size, "position"),
            StartVelocities = Required(field, members, "init_qvel").Numbers(size, "velocity"),
            Actions = members["action"].Table(steps, environment.Spec.Actions.Columns, "motor"),
            Positions = Required(field, members, "qpos").Table(steps, size, "position"),
            Velocities = Required(field, members, "qvel").Table(steps, size, "velocity"),
            Rewards = Required(field, members, "reward").Numbers(steps, "step"),
            Terminated = terminated,
            FinalObservation = members.TryGetValue("final_obs", out JsonField final)
                ? final.Numbers(observation, "component")
                : null,
            LastStages = environment.LastStage is LastStage stage &&
                members.TryGetValue(stage.Field, out JsonField kept)
                    ? kept.Table(steps, stage.Columns, "component")
                    : null,
        };
    }

    private static JsonField Required(JsonField owner, Dictionary<string, JsonField> members, string name) =>
        members.TryGetValue(name, out JsonField field) ? field : throw owner.Missing(name);

    private static void Check(Dictionary<string, JsonField> members, string name, int expected, string reason)
    {
        if (members.TryGetValue(name, out JsonField field))
        {
            field.MustBe(expected, reason);
        }
    }

    private static InvalidFileException Broken(string path, ReadOnlySpan<byte> json, JsonException broken)
    {
        string way = JsonPlace.Of(json, new JsonReaderOptions { MaxDepth = Depth });
        string line = $"line {broken.LineNumber + 1}";
        string where = way.Length == 0 ? line : $"{way}, {line}";
        if (IsAtEnd(json, broken))
        {
            return new InvalidFileException(path, where, "the file ends here, cut short", "Use a whole copy.", broken);
        }

        // The reader's message ends in a place counted from zero.
        string reason = broken.Message.Split(" LineNumber:")[0].TrimEnd('.');
        return new InvalidFileException(path, where, $"it is not JSON: {reason}", $"{JsonField.Remedy}.", broken);
    }

    private static bool IsAtEnd(ReadOnlySpan<byte> json, JsonException broken)
    {
        int lastLine = json.LastIndexOf((byte)'\n') + 1;
        return broken.LineNumber == json.Count((byte)'\n') && broken.BytePositionInLine >= json.Length - lastLine;
    }
}
