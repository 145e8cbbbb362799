namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>A rigid link: where it hangs, and what its shapes add up to.</summary>
public sealed class PlanarLink
{
    private readonly PlanarShape[] shapes;

    /// <summary>Sums shapes up.</summary>
    /// <param name="anchorU">Of its hinge in the parent's frame, m.</param>
    /// <param name="anchorW">Of its hinge in the parent's frame, m.</param>
    /// <param name="friction">mu against the floor.</param>
    /// <param name="shapes">In the link's frame, whose origin is the hinge.</param>
    public PlanarLink(double anchorU, double anchorW, double friction, params PlanarShape[] shapes)
    {
        this.shapes = shapes;
        AnchorU = anchorU;
        AnchorW = anchorW;
        Friction = friction;
        foreach (PlanarShape shape in shapes)
        {
            Mass += shape.Mass;
            CentreU += shape.Mass * shape.U;
            CentreW += shape.Mass * shape.W;
        }

        CentreU /= Mass;
        CentreW /= Mass;
        foreach (PlanarShape shape in shapes)
        {
            double u = shape.U - CentreU;
            double w = shape.W - CentreW;
            Inertia += shape.Inertia + (shape.Mass * ((u * u) + (w * w)));
        }
    }

    /// <summary>Anchor in the parent's frame, u, m.</summary>
    public double AnchorU { get; }

    /// <summary>Anchor in the parent's frame, w.</summary>
    public double AnchorW { get; }

    /// <summary>Mass, kg.</summary>
    public double Mass { get; private set; }

    /// <summary>Centre of mass in the link's frame, u, m.</summary>
    public double CentreU { get; }

    /// <summary>Centre of mass in the link's frame, w.</summary>
    public double CentreW { get; }

    /// <summary>Moment of inertia about the centre of mass, kg m^2.</summary>
    public double Inertia { get; private set; }

    /// <summary>mu against the floor.</summary>
    public double Friction { get; }

    /// <summary>The shapes, of which the capsules' ends may touch the floor.</summary>
    public System.ReadOnlySpan<PlanarShape> Shapes => shapes;

    /// <summary>Changes the density of all shapes.</summary>
    internal void Scale(double factor)
    {
        Mass *= factor;
        Inertia *= factor;
    }
}
