using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>Gymnasium's InvertedDoublePendulum: two poles in a row on a cart.</summary>
public readonly struct InvertedDoublePendulumModel : IPlanarModel
{
    /// <inheritdoc/>
    public static int SlidesAlongU => 1;

    /// <inheritdoc/>
    public static int SlidesAlongW => 0;

    /// <inheritdoc/>
    public static int RootHinges => 0;

    /// <inheritdoc/>
    public static int Limbs => 1;

    /// <inheritdoc/>
    public static int LimbLinks => 2;

    /// <inheritdoc/>
    public static int FirstMotor => 0;

    /// <inheritdoc/>
    public static int Motors => 1;

    /// <inheritdoc/>
    public static int FirstLimit => 0;

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
    public static int FrameSkip => 5;

    /// <inheritdoc/>
    public static PlanarMechanism Mechanism => new()
    {
        StepSeconds = 0.01,

        // The tiny sideways part is in the model.
        GravityU = 1e-5,
        GravityW = -9.81,
        Links =
        [
            new PlanarLink(0.0, 0.0, 1.0, PlanarShape.Capsule(0.0, 0.0, 0.1, 0.1, Math.PI / 2.0)),
            new PlanarLink(0.0, 0.0, 1.0, PlanarShape.Capsule(0.0, 0.3, 0.045, 0.3, 0.0)),
            new PlanarLink(0.0, 0.6, 1.0, PlanarShape.Capsule(0.0, 0.3, 0.045, 0.3, 0.0)),
        ],
        Axes =
        [
            new PlanarAxis { Damping = 0.05, Gear = 500.0, Low = -1.0, High = 1.0 },
            new PlanarAxis { Sign = -1.0, Damping = 0.05 },
            new PlanarAxis { Sign = -1.0, Damping = 0.05 },
        ],
        Limits = new Softness(0.02, 0.9, 0.95, 0.001, 0.01),
    };
}
