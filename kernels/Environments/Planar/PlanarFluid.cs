using System;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// Drag on a link in a fluid: MuJoCo's model of a box with the link's inertia, A long and B = C wide.
/// </summary>
/// <param name="density">rho, kg/m^3.</param>
/// <param name="viscosity">beta, Pa s.</param>
public sealed class PlanarFluid(double density, double viscosity)
{
    /// <summary>Writes the six constants of drag, negative, for links that are one capsule along u.</summary>
    internal void CopyTo(Span<double> constants, PlanarShape capsule)
    {
        double mass = capsule.Mass;
        double axial = capsule.AxialInertia;
        double length = Math.Sqrt(6.0 * ((2.0 * capsule.Inertia) - axial) / mass);
        double width = Math.Sqrt(6.0 * axial / mass);
        double diameter = (length + width + width) / 3.0;
        double stokes = 3.0 * Math.PI * diameter * viscosity;

        constants[0] = -stokes;
        constants[1] = -0.5 * density * width * width;
        constants[2] = -stokes;
        constants[3] = -0.5 * density * length * width;
        constants[4] = -Math.PI * diameter * diameter * diameter * viscosity;
        constants[5] = -density / 64.0 * width * (Math.Pow(length, 4) + Math.Pow(width, 4));
    }
}
