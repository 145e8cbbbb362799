using System;
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TrpoGpu.Rendering;

/// <summary>What the player plays, as JSON: the scene, the poses of every step, the returns.</summary>
internal static class EpisodeData
{
    // Of metres, radians and rewards: less than a screen shows.
    private const int Decimals = 4;

    /// <summary>
    /// An object without any character that could end the element of HTML it stands in: the encoder escapes them.
    /// </summary>
    internal static string Json(RecordedEpisode episode, Scene scene)
    {
        SceneFrames frames = new(scene, episode);
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("environment", episode.Environment.Id);
            if (episode.Environment.StepSeconds is double seconds)
            {
                json.WriteNumber("stepSeconds", seconds);
            }
            else
            {
                json.WriteNull("stepSeconds");
            }

            json.WriteString("backdrop", Name(scene.Backdrop));
            WriteNumbers(
                json, "view", [frames.Bounds.Left, frames.Bounds.Bottom, frames.Bounds.Right, frames.Bounds.Top]);
            json.WriteNumber("followed", scene.Followed);
            if (scene.Trail is (int body, ScenePoint point))
            {
                json.WriteStartObject("trail");
                json.WriteNumber("body", body);
                WriteNumbers(json, "point", [point.X, point.Y]);
                json.WriteEndObject();
            }

            WriteShapes(json, scene);
            json.WriteNumber("bodies", frames.Bodies);
            json.WriteStartArray("parents");
            for (int child = 0; child < frames.Bodies; child++)
            {
                json.WriteNumberValue(scene.Parent(child));
            }

            json.WriteEndArray();
            WritePoses(json, frames);
            WriteReturns(json, episode);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A name as style sheet and script have it.</summary>
    internal static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static void WriteShapes(Utf8JsonWriter json, Scene scene)
    {
        json.WriteStartArray("shapes");
        foreach (SceneShape shape in scene.Shapes)
        {
            json.WriteStartObject();
            json.WriteNumber("body", shape.Body);
            json.WriteString("tint", Name(shape.Tint));
            json.WriteNumber("radius", Rounded(shape.Radius));
            json.WriteBoolean("filled", shape.IsFilled);
            json.WriteStartArray("points");
            foreach (ScenePoint point in shape.Points)
            {
                json.WriteNumberValue(Rounded(point.X));
                json.WriteNumberValue(Rounded(point.Y));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePoses(Utf8JsonWriter json, SceneFrames frames)
    {
        json.WriteStartArray("poses");
        for (int frame = 0; frame < frames.Count; frame++)
        {
            foreach (ScenePose pose in frames.Frame(frame))
            {
                json.WriteNumberValue(Rounded(pose.X));
                json.WriteNumberValue(Rounded(pose.Y));
                json.WriteNumberValue(Rounded(pose.Angle));
            }
        }

        json.WriteEndArray();
    }

    // JSON has no number for what is none: the curve stays where it was.
    private static void WriteReturns(Utf8JsonWriter json, RecordedEpisode episode)
    {
        double last = 0;
        json.WriteStartArray("returns");
        foreach (double value in episode.Returns)
        {
            last = double.IsFinite(value) ? value : last;
            json.WriteNumberValue(Rounded(last));
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
        {
            json.WriteNumberValue(Rounded(number));
        }

        json.WriteEndArray();
    }

    // Plus zero, so that no minus stands before a zero.
    private static double Rounded(double number) => Math.Round(number, Decimals) + 0.0;
}
