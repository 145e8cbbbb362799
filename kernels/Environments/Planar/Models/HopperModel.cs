using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>Gymnasium's Hopper: torso, thigh, leg and foot.</summary>
public readonly struct HopperModel : IPlanarModel
{
    /// <inheritdoc/>
    public static int SlidesAlongU => 1;

    /// <inheritdoc/>
    public static int SlidesAlongW => 1;

    /// <inheritdoc/>
    public static int RootHinges => 1;

    /// <inheritdoc/>
    public static int Limbs => 1;

    /// <inheritdoc/>
    public static int LimbLinks => 3;

    /// <inheritdoc/>
    public static int FirstMotor => 3;

    /// <inheritdoc/>
    public static int Motors => 3;

    /// <inheritdoc/>
    public static int FirstLimit => 3;

    /// <inheritdoc/>
    public static int Limits => 3;

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

        // Against the floor the larger friction of the two counts: its own, 1, but for the foot.
        Links =
        [
            new PlanarLink(0.0, 0.0, 1.0, PlanarShape.Capsule(0.0, 0.0, 0.05, 0.2, 0.0)),
            new PlanarLink(0.0, -0.2, 1.0, PlanarShape.Capsule(0.0, -0.225, 0.05, 0.225, 0.0)),
            new PlanarLink(0.0, -0.45, 1.0, PlanarShape.Capsule(0.0, -0.25, 0.04, 0.25, 0.0)),
            new PlanarLink(0.0, -0.5, 2.0, PlanarShape.Capsule(0.065, 0.0, 0.06, 0.195, Math.PI / 2.0)),
        ],
        Axes =
        [
            new PlanarAxis(), new PlanarAxis(), new PlanarAxis { Sign = -1.0 },
            Joint(-150.0, 0.0), Joint(-150.0, 0.0), Joint(-45.0, 45.0),
        ],
        Limits = new Softness(0.02, 0.9, 0.95, 0.001, 0.0),

        // The margins of the two shapes add up, as since MuJoCo 3.5; before, the larger one counted: 0.001.
        Floor = new Softness(0.02, 0.8, 0.8, 0.01, 0.002),
    };

    private static PlanarAxis Joint(double low, double high) => new()
    {
        Armature = 1.0,
        Damping = 1.0,
        Gear = 200.0,
        Low = PlanarAxis.Degrees(low),
        High = PlanarAxis.Degrees(high),
    };
}
