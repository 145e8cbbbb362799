using System;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>A degree of freedom: a slide of the root or the hinge of a link, with what acts on it.</summary>
public sealed class PlanarAxis
{
    /// <summary>1 if the coordinate counts counter-clockwise, from u to w, or is a slide; else -1.</summary>
    public double Sign { get; init; } = 1.0;

    /// <summary>Inertia added to the diagonal of the mass matrix, kg or kg m^2.</summary>
    public double Armature { get; init; }

    /// <summary>Force against the velocity, N s/m or N m s.</summary>
    public double Damping { get; init; }

    /// <summary>Force against the position, N/m or N m.</summary>
    public double Stiffness { get; init; }

    /// <summary>Lower end of the range, m or rad, in the sense of the coordinate.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>Upper end of the range.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>Force of the motor for a control of 1, N or N m.</summary>
    public double Gear { get; init; }

    /// <summary>Largest magnitude of the control.</summary>
    public double ControlLimit { get; init; } = 1.0;

    /// <summary>Radians.</summary>
    internal static double Degrees(double degrees) => degrees * Math.PI / 180.0;
}
