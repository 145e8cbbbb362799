using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>An arm, seen from above, its target, and where targets may lie.</summary>
internal sealed class ReacherScene : PlanarScene<ReacherModel>
{
    private const double TargetRadius = Reacher<Float64, Version5>.TargetRadius;
    private const double RingThickness = 0.001;
    private const int Target = 2;

    // Of the fingertip's radius: to be seen under a fingertip that is there.
    private const double TargetShare = 1.7;
    private const int LastLink = 1;

    private static readonly PlanarShape Fingertip = Mechanism.Links[LastLink].Shapes[^1];

    internal override int Bodies => base.Bodies + 1;

    internal override int Parent(int body) => body == Target ? SceneShape.World : base.Parent(body);

    internal override SceneShape[] Shapes { get; } =
    [
        SceneShape.Ring(SceneTint.Frame, TargetRadius, RingThickness),
        SceneShape.Disc(Target, SceneTint.Goal, 0.0, 0.0, TargetShare * Fingertip.Radius),
        .. Links(),
        SceneShape.Disc(0, SceneTint.Joint, 0.0, 0.0, 0.4 * Fingertip.Radius),
    ];

    internal override SceneBackdrop Backdrop => SceneBackdrop.Plane;

    internal override SceneBounds View
    {
        get
        {
            double reach = Mechanism.Links[LastLink].AnchorU + Reach(LastLink);
            return new SceneBounds(-reach, -reach, reach, reach);
        }
    }

    internal override (int Body, ScenePoint Point)? Trail => (LastLink, new(Fingertip.U, Fingertip.W));

    // Positions 2 and 3 are the target's.
    internal override void Place(ReadOnlySpan<double> state, Span<ScenePose> poses)
    {
        base.Place(state, poses);
        PlanarState<Float64> now = SceneState.As<PlanarState<Float64>>(state);
        poses[Target] = new ScenePose(now.Q2.Value, now.Q3.Value, 0.0);
    }
}
