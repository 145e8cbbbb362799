using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>
/// Gymnasium's Walker2d: a torso on two legs. In version 4 the right foot is smoother than the left.
/// </summary>
/// <typeparam name="TVersion">Of the task.</typeparam>
public readonly struct Walker2dModel<TVersion> : IPlanarModel
    where TVersion : struct, ITaskVersion
{
    private const double Rough = 0.9;
    private const double Foothold = 1.9;

    /// <inheritdoc/>
    public static int SlidesAlongU => 1;

    /// <inheritdoc/>
    public static int SlidesAlongW => 1;

    /// <inheritdoc/>
    public static int RootHinges => 1;

    /// <inheritdoc/>
    public static int Limbs => 2;

    /// <inheritdoc/>
    public static int LimbLinks => 3;

    /// <inheritdoc/>
    public static int FirstMotor => 3;

    /// <inheritdoc/>
    public static int Motors => 6;

    /// <inheritdoc/>
    public static int FirstLimit => 3;

    /// <inheritdoc/>
    public static int Limits => 6;

    /// <inheritdoc/>
    public static int RootBalls => 2;

    /// <inheritdoc/>
    public static int LimbBalls => 2;

    /// <inheritdoc/>
    public static int HasFluid => 0;

    /// <inheritdoc/>
    public static int IsEuler => 0;

    /// <inheritdoc/>
    public static int FrameSkip => 4;

    /// <inheritdoc/>
    public static PlanarMechanism Mechanism => new()
    {
        StepSeconds = 0.002,
        GravityW = -9.81,
        Links =
        [
            new PlanarLink(0.0, 0.0, Rough, PlanarShape.Capsule(0.0, 0.0, 0.05, 0.2, 0.0)),
            Thigh(), Leg(), Foot(TVersion.Number < 5 ? Rough : Foothold), Thigh(), Leg(), Foot(Foothold),
        ],
        Axes =
        [
            new PlanarAxis(), new PlanarAxis(), new PlanarAxis { Sign = -1.0 },
            Joint(-150.0, 0.0), Joint(-150.0, 0.0), Joint(-45.0, 45.0),
            Joint(-150.0, 0.0), Joint(-150.0, 0.0), Joint(-45.0, 45.0),
        ],
        Limits = new Softness(0.02, 0.9, 0.95, 0.001, 0.0),
        Floor = new Softness(0.02, 0.9, 0.95, 0.001, 0.0),
    };

    private static PlanarLink Thigh() =>
        new(0.0, -0.2, Rough, PlanarShape.Capsule(0.0, -0.225, 0.05, 0.225, 0.0));

    private static PlanarLink Leg() => new(0.0, -0.45, Rough, PlanarShape.Capsule(0.0, -0.25, 0.04, 0.25, 0.0));

    private static PlanarLink Foot(double friction) =>
        new(0.0, -0.5, friction, PlanarShape.Capsule(0.1, 0.0, 0.06, 0.1, Math.PI / 2.0));

    private static PlanarAxis Joint(double low, double high) => new()
    {
        Armature = 0.01,
        Damping = 0.1,
        Gear = 100.0,
        Low = PlanarAxis.Degrees(low),
        High = PlanarAxis.Degrees(high),
    };
}
