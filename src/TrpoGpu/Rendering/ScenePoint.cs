namespace TrpoGpu.Rendering;

/// <summary>A point of a picture, m: x to the right, y upwards.</summary>
internal readonly record struct ScenePoint(double X, double Y);

/// <summary>Where a body is: its origin, and its turn counter-clockwise in rad.</summary>
internal readonly record struct ScenePose(double X, double Y, double Angle);

/// <summary>A rectangle of a picture.</summary>
internal readonly record struct SceneBounds(double Left, double Bottom, double Right, double Top)
{
    /// <summary>The smallest rectangle that holds this and a disc.</summary>
    internal SceneBounds With(double x, double y, double radius) => new(
        double.Min(Left, x - radius), double.Min(Bottom, y - radius),
        double.Max(Right, x + radius), double.Max(Top, y + radius));
}
