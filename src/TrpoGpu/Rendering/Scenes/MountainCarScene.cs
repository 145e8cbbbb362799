using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>A car in a valley whose slope is what pulls the car, and the flag to reach.</summary>
/// <param name="goal">The position to reach, m.</param>
internal sealed class MountainCarScene(double goal) : Scene
{
    private const int Car = 0;
    private const double Steepness = MountainCarValley.SlopeFactor;
    private const double LeftWall = MountainCarValley.LeftWall;
    private const double RightWall = MountainCarValley.RightWall;
    private const double Margin = 0.1;

    // The hills go on beyond the walls, as far as a wide picture shows.
    private const double Beyond = 1.2;
    private const double Depth = 2.0;
    private const int Corners = 160;

    private const double WheelRadius = 0.025;
    private const double CarHalfWidth = 0.07;
    private const double FlagHeight = 0.2;
    private const double PoleRadius = 0.005;

    internal override int Bodies => 1;

    internal override SceneShape[] Shapes { get; } =
    [
        SceneShape.Solid(
            SceneShape.World, SceneTint.Ground, 0.0,
            [new(LeftWall - Beyond, -Depth), .. Surface(), new(RightWall + Beyond, -Depth)]),
        SceneShape.Line(SceneShape.World, SceneTint.Frame, PoleRadius, Surface()),
        SceneShape.Line(
            SceneShape.World, SceneTint.Frame, PoleRadius, new(LeftWall, Height(LeftWall)),
            new(LeftWall, Height(LeftWall) + FlagHeight)),
        SceneShape.Line(
            SceneShape.World, SceneTint.Frame, PoleRadius, new(goal, Height(goal)),
            new(goal, Height(goal) + FlagHeight)),
        SceneShape.Solid(
            SceneShape.World, SceneTint.Goal, PoleRadius, new(goal, Height(goal) + FlagHeight),
            new(goal + 0.1, Height(goal) + FlagHeight - 0.035), new(goal, Height(goal) + FlagHeight - 0.07)),
        SceneShape.Disc(Car, SceneTint.Frame, -0.6 * CarHalfWidth, WheelRadius, WheelRadius),
        SceneShape.Disc(Car, SceneTint.Frame, 0.6 * CarHalfWidth, WheelRadius, WheelRadius),
        SceneShape.Solid(
            Car, SceneTint.First, 0.01, new(-CarHalfWidth, 0.035), new(CarHalfWidth, 0.035), new(CarHalfWidth, 0.055),
            new(0.035, 0.06), new(0.02, 0.085), new(-0.035, 0.085), new(-CarHalfWidth, 0.06)),
    ];

    internal override SceneBounds View => new(
        LeftWall - Margin, Height(-Math.PI / 2.0 / Steepness) - Margin, RightWall + Margin,
        Height(goal) + FlagHeight + Margin);

    internal override void Place(ReadOnlySpan<double> state, Span<ScenePose> poses)
    {
        double x = SceneState.As<MountainCarState<Float64>>(state).Position.Value;
        poses[Car] = new ScenePose(x, Height(x), Math.Atan(Math.Cos(Steepness * x)));
    }

    /// <summary>The height whose slope is the cosine in the equations.</summary>
    private static double Height(double x) => Math.Sin(Steepness * x) / Steepness;

    private static ScenePoint[] Surface()
    {
        double left = LeftWall - Beyond;
        double right = RightWall + Beyond;
        return
        [
            .. Enumerable.Range(0, Corners + 1).Select(k => left + ((right - left) * k / Corners))
                .Select(x => new ScenePoint(x, Height(x))),
        ];
    }
}
