using System;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// A solid in the frame of a link: a capsule whose axis lies in the plane, or a ball, which is one of no length.
/// </summary>
/// <remarks>MuJoCo's formulas for mass and inertia of a capsule.</remarks>
/// <param name="u">Centre, m.</param>
/// <param name="w">Centre, m.</param>
/// <param name="radius">r, m.</param>
/// <param name="halfLength">l: half the length of the cylinder between the end balls, m.</param>
/// <param name="tilt">Of the axis from +w towards +u, rad.</param>
public sealed class PlanarShape(double u, double w, double radius, double halfLength, double tilt)
{
    // kg/m^3, of all bodies in all models.
    private const double Density = 1000.0;

    /// <summary>Centre, m.</summary>
    public double U => u;

    /// <summary>Centre, m.</summary>
    public double W => w;

    /// <summary>r, m.</summary>
    public double Radius => radius;

    /// <summary>Along u, from the centre to an end ball's, m.</summary>
    public double EndU => halfLength * Math.Sin(tilt);

    /// <summary>Along w, from the centre to an end ball's, m.</summary>
    public double EndW => halfLength * Math.Cos(tilt);

    /// <summary>Mass, kg.</summary>
    public double Mass => CylinderMass + BallMass;

    /// <summary>Moment of inertia about the centre, in the plane, which is across the axis, kg m^2.</summary>
    public double Inertia
    {
        get
        {
            double length = 2.0 * halfLength;
            return (CylinderMass * ((3.0 * radius * radius) + (length * length)) / 12.0)
                + (BallMass * radius * radius * 0.4)
                + (BallMass * length * ((3.0 * radius) + (2.0 * length)) / 8.0);
        }
    }

    /// <summary>Moment of inertia about the axis, kg m^2.</summary>
    public double AxialInertia =>
        (CylinderMass * radius * radius * 0.5) + (BallMass * radius * radius * 0.4);

    private double CylinderMass => Density * Math.PI * radius * radius * 2.0 * halfLength;

    private double BallMass => Density * 4.0 / 3.0 * Math.PI * radius * radius * radius;

    /// <summary>A capsule.</summary>
    public static PlanarShape Capsule(double u, double w, double radius, double halfLength, double tilt) =>
        new(u, w, radius, halfLength, tilt);

    /// <summary>A ball.</summary>
    public static PlanarShape Ball(double u, double w, double radius) => new(u, w, radius, 0.0, 0.0);
}
