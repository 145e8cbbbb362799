using System;

namespace TrpoGpu.Rendering;

/// <summary>What a shape is, which decides its colour.</summary>
internal enum SceneTint
{
    /// <summary>The trunk, the cart, the first link.</summary>
    Trunk,

    /// <summary>The first limb, or what hangs on the trunk.</summary>
    First,

    /// <summary>The second limb, behind the trunk.</summary>
    Second,

    /// <summary>A hinge.</summary>
    Joint,

    /// <summary>What stands still: tracks, walls, poles.</summary>
    Frame,

    /// <summary>Ground to drive on.</summary>
    Ground,

    /// <summary>Where to get to.</summary>
    Goal,
}

/// <summary>
/// What a ball covers on its way along points in the frame of a body: a disc, a capsule, a line; and, if filled, what
/// lies between: a box with round corners.
/// </summary>
internal sealed class SceneShape
{
    private const int RingCorners = 96;

    private readonly ScenePoint[] points;

    /// <param name="body">Which body it is part of, or <see cref="World"/>.</param>
    /// <param name="tint">What it is.</param>
    /// <param name="radius">Of the ball, m.</param>
    /// <param name="isFilled">Whether the points are the corners of something solid.</param>
    /// <param name="points">The way.</param>
    internal SceneShape(int body, SceneTint tint, double radius, bool isFilled, params ScenePoint[] points)
    {
        Body = body;
        Tint = tint;
        Radius = radius;
        IsFilled = isFilled;
        this.points = points;
    }

    /// <summary>The body of what does not move.</summary>
    internal const int World = -1;

    internal int Body { get; }

    internal SceneTint Tint { get; }

    internal double Radius { get; }

    internal bool IsFilled { get; }

    internal ReadOnlySpan<ScenePoint> Points => points;

    internal static SceneShape Disc(int body, SceneTint tint, double x, double y, double radius) =>
        new(body, tint, radius, isFilled: false, new ScenePoint(x, y));

    internal static SceneShape Line(int body, SceneTint tint, double radius, params ScenePoint[] points) =>
        new(body, tint, radius, isFilled: false, points);

    internal static SceneShape Solid(int body, SceneTint tint, double radius, params ScenePoint[] corners) =>
        new(body, tint, radius, isFilled: true, corners);

    /// <summary>A circle round the origin, which stands still.</summary>
    internal static SceneShape Ring(SceneTint tint, double radius, double thickness)
    {
        ScenePoint[] way = new ScenePoint[RingCorners + 1];
        for (int k = 0; k <= RingCorners; k++)
        {
            double angle = 2.0 * Math.PI * k / RingCorners;
            way[k] = new ScenePoint(radius * Math.Cos(angle), radius * Math.Sin(angle));
        }

        return new SceneShape(World, tint, thickness / 2.0, isFilled: false, way);
    }

    /// <summary>A box round the origin of a body.</summary>
    /// <param name="body">Which.</param>
    /// <param name="tint">What it is.</param>
    /// <param name="halfWidth">Rounding included, m.</param>
    /// <param name="halfHeight">Rounding included, m.</param>
    /// <param name="rounding">Radius of the corners, m.</param>
    internal static SceneShape Box(int body, SceneTint tint, double halfWidth, double halfHeight, double rounding)
    {
        double x = halfWidth - rounding;
        double y = halfHeight - rounding;
        return Solid(
            body, tint, rounding, new ScenePoint(-x, -y), new ScenePoint(x, -y), new ScenePoint(x, y),
            new ScenePoint(-x, y));
    }
}
