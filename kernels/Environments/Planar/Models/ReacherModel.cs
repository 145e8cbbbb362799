using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>Gymnasium's Reacher: an arm of two links in the horizontal plane; the target is not part of it.</summary>
public readonly struct ReacherModel : IPlanarModel
{
    /// <inheritdoc/>
    public static int SlidesAlongU => 0;

    /// <inheritdoc/>
    public static int SlidesAlongW => 0;

    /// <inheritdoc/>
    public static int RootHinges => 1;

    /// <inheritdoc/>
    public static int Limbs => 1;

    /// <inheritdoc/>
    public static int LimbLinks => 1;

    /// <inheritdoc/>
    public static int FirstMotor => 0;

    /// <inheritdoc/>
    public static int Motors => 2;

    /// <inheritdoc/>
    public static int FirstLimit => 1;

    /// <inheritdoc/>
    public static int Limits => 1;

    /// <inheritdoc/>
    public static int RootBalls => 0;

    /// <inheritdoc/>
    public static int LimbBalls => 0;

    /// <inheritdoc/>
    public static int HasFluid => 0;

    /// <inheritdoc/>
    public static int IsEuler => 0;

    /// <inheritdoc/>
    public static int FrameSkip => 2;

    /// <inheritdoc/>
    public static PlanarMechanism Mechanism => new()
    {
        StepSeconds = 0.01,
        Links =
        [
            new PlanarLink(0.0, 0.0, 1.0, PlanarShape.Capsule(0.05, 0.0, 0.01, 0.05, Math.PI / 2.0)),
            new PlanarLink(
                0.1, 0.0, 1.0, PlanarShape.Capsule(0.05, 0.0, 0.01, 0.05, Math.PI / 2.0),
                PlanarShape.Ball(0.11, 0.0, 0.01)),
        ],
        Axes =
        [
            new PlanarAxis { Armature = 1.0, Damping = 1.0, Gear = 200.0 },
            new PlanarAxis { Armature = 1.0, Damping = 1.0, Gear = 200.0, Low = -3.0, High = 3.0 },
        ],
        Limits = new Softness(0.02, 0.9, 0.95, 0.001, 0.0),
    };
}
