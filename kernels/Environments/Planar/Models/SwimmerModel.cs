using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>Gymnasium's Swimmer: three links in a row in a viscous fluid, seen from above.</summary>
public readonly struct SwimmerModel : IPlanarModel
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
    public static int LimbLinks => 2;

    /// <inheritdoc/>
    public static int FirstMotor => 3;

    /// <inheritdoc/>
    public static int Motors => 2;

    /// <inheritdoc/>
    public static int FirstLimit => 3;

    /// <inheritdoc/>
    public static int Limits => 2;

    /// <inheritdoc/>
    public static int RootBalls => 0;

    /// <inheritdoc/>
    public static int LimbBalls => 0;

    /// <inheritdoc/>
    public static int HasFluid => 1;

    /// <inheritdoc/>
    public static int IsEuler => 0;

    /// <inheritdoc/>
    public static int FrameSkip => 4;

    /// <inheritdoc/>
    public static PlanarMechanism Mechanism => new()
    {
        StepSeconds = 0.01,
        Links =
        [
            new PlanarLink(0.0, 0.0, 1.0, PlanarShape.Capsule(1.0, 0.0, 0.1, 0.5, Math.PI / 2.0)),
            new PlanarLink(0.5, 0.0, 1.0, PlanarShape.Capsule(-0.5, 0.0, 0.1, 0.5, Math.PI / 2.0)),
            new PlanarLink(-1.0, 0.0, 1.0, PlanarShape.Capsule(-0.5, 0.0, 0.1, 0.5, Math.PI / 2.0)),
        ],
        Axes = [Free(), Free(), Free(), Joint(), Joint()],
        Limits = new Softness(0.02, 0.9, 0.95, 0.001, 0.0),
        Fluid = new PlanarFluid(4000.0, 0.1),
    };

    // The file gives an armature to all joints, the slides of the root included.
    private static PlanarAxis Free() => new() { Armature = 0.1 };

    private static PlanarAxis Joint() => new()
    {
        Armature = 0.1,
        Gear = 150.0,
        Low = PlanarAxis.Degrees(-100.0),
        High = PlanarAxis.Degrees(100.0),
    };
}
