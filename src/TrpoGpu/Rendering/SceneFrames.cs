using System;

namespace TrpoGpu.Rendering;

/// <summary>Where the bodies of a scene are in every state of an episode, and how much room they take.</summary>
internal sealed class SceneFrames
{
    // Room around what moves, of its size.
    private const double Margin = 0.04;

    private readonly ScenePose[] poses;

    internal SceneFrames(Scene scene, RecordedEpisode episode)
    {
        Bodies = scene.Bodies;
        Count = episode.Steps + 1;
        poses = new ScenePose[Count * Bodies];
        for (int frame = 0; frame < Count; frame++)
        {
            Span<ScenePose> now = poses.AsSpan(frame * Bodies, Bodies);
            scene.Place(episode.State(frame), now);
            if (frame > 0 && !AreFinite(now))
            {
                // A state that is no number ends an episode and has no picture: the one before it stays.
                Frame(frame - 1).CopyTo(now);
            }
        }

        Bounds = Room(scene);
    }

    /// <summary>T+1.</summary>
    internal int Count { get; }

    /// <summary>Bodies of a frame.</summary>
    internal int Bodies { get; }

    /// <summary>
    /// What must be in the picture; from the body it goes along with, in the directions in which it does.
    /// </summary>
    internal SceneBounds Bounds { get; }

    /// <summary>The poses after a number of steps.</summary>
    internal ReadOnlySpan<ScenePose> Frame(int frame) => poses.AsSpan(frame * Bodies, Bodies);

    private static bool AreFinite(ReadOnlySpan<ScenePose> frame)
    {
        foreach (ScenePose pose in frame)
        {
            if (!double.IsFinite(pose.X + pose.Y + pose.Angle))
            {
                return false;
            }
        }

        return true;
    }

    private SceneBounds Room(Scene scene)
    {
        SceneBounds room = scene.View;
        for (int frame = 0; frame < Count; frame++)
        {
            ReadOnlySpan<ScenePose> now = Frame(frame);
            double x = scene.Backdrop is SceneBackdrop.Floor or SceneBackdrop.Water ? now[scene.Followed].X : 0.0;
            double y = scene.Backdrop is SceneBackdrop.Water ? now[scene.Followed].Y : 0.0;
            foreach (SceneShape shape in scene.Shapes)
            {
                if (shape.Body != SceneShape.World)
                {
                    room = With(room, shape, now[shape.Body], x, y);
                }
            }
        }

        double margin = Margin * (room.Top - room.Bottom);
        return new SceneBounds(
            room.Left - margin, room.Bottom - margin, room.Right + margin, room.Top + margin);
    }

    private static SceneBounds With(SceneBounds room, SceneShape shape, ScenePose pose, double x, double y)
    {
        double cosine = Math.Cos(pose.Angle);
        double sine = Math.Sin(pose.Angle);
        foreach (ScenePoint point in shape.Points)
        {
            room = room.With(
                pose.X + (cosine * point.X) - (sine * point.Y) - x,
                pose.Y + (sine * point.X) + (cosine * point.Y) - y, shape.Radius);
        }

        return room;
    }
}
