using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>Gymnasium's HalfCheetah: a trunk with a head, a hind leg and a front leg of three links each.</summary>
public readonly struct HalfCheetahModel : IPlanarModel
{
    // Floor and robot alike.
    private const double Rough = 0.4;

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
    public static int RootBalls => 4;

    /// <inheritdoc/>
    public static int LimbBalls => 2;

    /// <inheritdoc/>
    public static int HasFluid => 0;

    /// <inheritdoc/>
    public static int IsEuler => 1;

    /// <inheritdoc/>
    public static int FrameSkip => 5;

    /// <inheritdoc/>
    public static PlanarMechanism Mechanism => new PlanarMechanism
    {
        StepSeconds = 0.01,
        GravityW = -9.81,
        RootHeight = 0.7,
        Links =
        [
            new PlanarLink(0.0, 0.0, Rough, Bone(0.0, 0.0, Math.PI / 2.0, 0.5), Bone(0.6, 0.1, 0.87, 0.15)),
            new PlanarLink(-0.5, 0.0, Rough, Bone(0.1, -0.13, -3.8, 0.145)),
            new PlanarLink(0.16, -0.25, Rough, Bone(-0.14, -0.07, -2.03, 0.15)),
            new PlanarLink(-0.28, -0.14, Rough, Bone(0.03, -0.097, -0.27, 0.094)),
            new PlanarLink(0.5, 0.0, Rough, Bone(-0.07, -0.12, 0.52, 0.133)),
            new PlanarLink(-0.14, -0.24, Rough, Bone(0.065, -0.09, -0.6, 0.106)),
            new PlanarLink(0.13, -0.18, Rough, Bone(0.045, -0.07, -0.6, 0.07)),
        ],
        Axes =
        [
            new PlanarAxis(), new PlanarAxis(), new PlanarAxis { Sign = -1.0 },
            Joint(6.0, 240.0, -0.52, 1.05, 120.0), Joint(4.5, 180.0, -0.785, 0.785, 90.0),
            Joint(3.0, 120.0, -0.4, 0.785, 60.0),
            Joint(4.5, 180.0, -1.0, 0.7, 120.0), Joint(3.0, 120.0, -1.2, 0.87, 60.0),
            Joint(1.5, 60.0, -0.5, 0.5, 30.0),
        ],
        Limits = new Softness(0.02, 0.0, 0.8, 0.03, 0.0),
        Floor = new Softness(0.02, 0.0, 0.8, 0.01, 0.0),
    }.WithTotalMass(14.0);

    private static PlanarShape Bone(double u, double w, double tilt, double halfLength) =>
        PlanarShape.Capsule(u, w, 0.046, halfLength, tilt);

    private static PlanarAxis Joint(double damping, double stiffness, double low, double high, double gear) => new()
    {
        Sign = -1.0,
        Armature = 0.1,
        Damping = damping,
        Stiffness = stiffness,
        Low = low,
        High = high,
        Gear = gear,
    };
}
