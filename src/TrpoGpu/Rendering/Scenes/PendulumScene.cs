using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>A rod on a hinge.</summary>
internal sealed class PendulumScene : Scene
{
    private const int Rod = 0;
    private const double Length = Pendulum<Float64>.RodLength;
    private const double RodRadius = 0.07;
    private const double Reach = 1.2 * Length;

    internal override int Bodies => 1;

    internal override SceneShape[] Shapes { get; } =
    [
        SceneShape.Ring(SceneTint.Frame, Length, 0.006),
        SceneShape.Line(Rod, SceneTint.First, RodRadius, new(0.0, 0.0), new(0.0, Length)),
        SceneShape.Disc(SceneShape.World, SceneTint.Joint, 0.0, 0.0, 0.5 * RodRadius),
    ];

    internal override SceneBounds View => new(-Reach, -Reach, Reach, Reach);

    internal override (int Body, ScenePoint Point)? Trail => (Rod, new(0.0, Length));

    internal override void Place(ReadOnlySpan<double> state, Span<ScenePose> poses) =>
        poses[Rod] = new ScenePose(0.0, 0.0, SceneState.As<PendulumState<Float64>>(state).Angle.Value);
}
