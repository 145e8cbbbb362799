using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>Two links that hang from a joint, and the height to swing up to.</summary>
internal sealed class AcrobotScene : Scene
{
    private const int Upper = 0;
    private const int Lower = 1;
    private const double Length = Acrobot<Float64>.LinkLength;
    private const double Goal = Acrobot<Float64>.GoalHeight;
    private const double LinkRadius = 0.08;
    private const double BeamReach = 0.4;
    private const double Reach = 2.15 * Length;

    internal override int Bodies => 2;

    internal override int Parent(int body) => body - 1;

    internal override SceneShape[] Shapes { get; } =
    [
        SceneShape.Line(SceneShape.World, SceneTint.Goal, 0.012, new(-Reach, Goal), new(Reach, Goal)),
        SceneShape.Line(SceneShape.World, SceneTint.Frame, 0.5 * LinkRadius, new(-BeamReach, 0.0), new(BeamReach, 0.0)),
        SceneShape.Line(Upper, SceneTint.Trunk, LinkRadius, new(0.0, 0.0), new(0.0, -Length)),
        SceneShape.Line(Lower, SceneTint.First, LinkRadius, new(0.0, 0.0), new(0.0, -Length)),
        SceneShape.Disc(SceneShape.World, SceneTint.Joint, 0.0, 0.0, 0.5 * LinkRadius),
        SceneShape.Disc(Lower, SceneTint.Joint, 0.0, 0.0, 0.5 * LinkRadius),
    ];

    internal override SceneBounds View => new(-Reach, -Reach, Reach, Reach);

    internal override (int Body, ScenePoint Point)? Trail => (Lower, new(0.0, -Length));

    // Both hang down at zero and count counter-clockwise, the second from the line of the first.
    internal override void Place(ReadOnlySpan<double> state, Span<ScenePose> poses)
    {
        AcrobotState<Float64> now = SceneState.As<AcrobotState<Float64>>(state);
        double first = now.Angle1.Value;
        poses[Upper] = new ScenePose(0.0, 0.0, first);
        poses[Lower] = new ScenePose(
            Length * Math.Sin(first), -Length * Math.Cos(first), first + now.Angle2.Value);
    }
}
