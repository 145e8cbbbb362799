using System;

namespace TrpoGpu.Kernels.Environments.Planar.Models;

/// <summary>Gymnasium's InvertedPendulum: a pole on a cart.</summary>
public readonly struct InvertedPendulumModel : IPlanarModel
{
    // The pole leads from (0, 0) to (0.001, 0.6).
    private static readonly double PoleLength = Math.Sqrt(0.36 + 1e-6);

    /// <inheritdoc/>
    public static int SlidesAlongU => 1;

    /// <inheritdoc/>
    public static int SlidesAlongW => 0;

    /// <inheritdoc/>
    public static int RootHinges => 0;

    /// <inheritdoc/>
    public static int Limbs => 1;

    /// <inheritdoc/>
    public static int LimbLinks => 1;

    /// <inheritdoc/>
    public static int FirstMotor => 0;

    /// <inheritdoc/>
    public static int Motors => 1;

    /// <inheritdoc/>
    public static int FirstLimit => 0;

    /// <inheritdoc/>
    public static int Limits => 2;

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
        StepSeconds = 0.02,
        GravityW = -9.81,
        Links =
        [
            new PlanarLink(0.0, 0.0, 1.0, PlanarShape.Capsule(0.0, 0.0, 0.1, 0.1, Math.PI / 2.0)),
            new PlanarLink(
                0.0, 0.0, 1.0, PlanarShape.Capsule(0.0005, 0.3, 0.049, PoleLength / 2.0, Math.Atan2(0.001, 0.6))),
        ],
        Axes =
        [
            new PlanarAxis { Damping = 1.0, Gear = 100.0, ControlLimit = 3.0, Low = -1.0, High = 1.0 },
            new PlanarAxis
            {
                Sign = -1.0, Damping = 1.0, Low = PlanarAxis.Degrees(-90.0), High = PlanarAxis.Degrees(90.0),
            },
        ],

        // The time constant of 0.02 s in the file is raised to two steps.
        Limits = new Softness(0.04, 0.9, 0.95, 0.001, 0.0),
    };
}
