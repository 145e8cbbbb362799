using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>
/// A cart on a track, and its pole. The equations give the cart no size: it is as large as looks right.
/// </summary>
internal sealed class CartPoleScene : Scene
{
    private const int Cart = 0;
    private const int Pole = 1;
    private const double CartHalfWidth = 0.2;
    private const double CartHalfHeight = 0.1;
    private const double WheelRadius = 0.06;
    private const double PoleRadius = 0.035;
    private const double TrackRadius = 0.012;
    private const double TrackHeight = -CartHalfHeight - WheelRadius - TrackRadius;
    private const double StopHeight = TrackHeight + 0.2;
    private const double Limit = CartPole<Float64>.PositionLimit;
    private const double PoleLength = 2.0 * CartPole<Float64>.PoleHalfLength;

    internal override int Bodies => 2;

    internal override int Parent(int body) => body - 1;

    internal override SceneShape[] Shapes { get; } =
    [
        SceneShape.Line(
            SceneShape.World, SceneTint.Frame, TrackRadius, new(-Limit, StopHeight), new(-Limit, TrackHeight),
            new(Limit, TrackHeight), new(Limit, StopHeight)),
        SceneShape.Line(
            SceneShape.World, SceneTint.Frame, TrackRadius, new(0.0, TrackHeight), new(0.0, TrackHeight - 0.06)),
        SceneShape.Disc(Cart, SceneTint.Frame, -0.6 * CartHalfWidth, -CartHalfHeight, WheelRadius),
        SceneShape.Disc(Cart, SceneTint.Frame, 0.6 * CartHalfWidth, -CartHalfHeight, WheelRadius),
        SceneShape.Box(Cart, SceneTint.Trunk, CartHalfWidth, CartHalfHeight, 0.03),
        SceneShape.Line(Pole, SceneTint.First, PoleRadius, new(0.0, 0.0), new(0.0, PoleLength)),
        SceneShape.Disc(Pole, SceneTint.Joint, 0.0, 0.0, 0.5 * PoleRadius),
    ];

    internal override SceneBounds View => new(-Limit - 0.1, TrackHeight - 0.2, Limit + 0.1, PoleLength + 0.1);

    internal override (int Body, ScenePoint Point)? Trail => (Pole, new(0.0, PoleLength));

    // The pole's angle counts clockwise.
    internal override void Place(ReadOnlySpan<double> state, Span<ScenePose> poses)
    {
        CartPoleState<Float64> now = SceneState.As<CartPoleState<Float64>>(state);
        poses[Cart] = new ScenePose(now.Position.Value, 0.0, 0.0);
        poses[Pole] = new ScenePose(now.Position.Value, 0.0, -now.Angle.Value);
    }
}
