using System;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// The real numbers of a planar model, as its file gives them, and the constants that a step computes with.
/// </summary>
public sealed class PlanarMechanism
{
    /// <summary>h: seconds of a step of the integrator.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Gravity along u, m/s^2.</summary>
    public double GravityU { get; init; }

    /// <summary>Gravity along w, m/s^2.</summary>
    public double GravityW { get; init; }

    /// <summary>Height of the root's frame above the floor when its slide is at zero, m.</summary>
    public double RootHeight { get; init; }

    /// <summary>All links, in order.</summary>
    public required PlanarLink[] Links { get; init; }

    /// <summary>All degrees of freedom, in order.</summary>
    public required PlanarAxis[] Axes { get; init; }

    /// <summary>How limits yield.</summary>
    public required Softness Limits { get; init; }

    /// <summary>How the floor yields, where there is one.</summary>
    public Softness Floor { get; init; } = new(0.02, 0.9, 0.95, 0.001, 0.0);

    /// <summary>What the links move in, if not in air.</summary>
    public PlanarFluid? Fluid { get; init; }

    /// <summary>Changes the density of all links so that they weigh <paramref name="kilograms"/> together.</summary>
    internal PlanarMechanism WithTotalMass(double kilograms)
    {
        double total = 0;
        foreach (PlanarLink link in Links)
        {
            total += link.Mass;
        }

        foreach (PlanarLink link in Links)
        {
            link.Scale(kilograms / total);
        }

        return this;
    }

    /// <summary>[<see cref="PlanarPlan{TModel}.Constants"/>] the constants of a model's mechanism.</summary>
    public static double[] Constants<TModel>()
        where TModel : struct, IPlanarModel
    {
        PlanarMechanism mechanism = TModel.Mechanism;
        RestInertia rest = RestInertia.Of<TModel>();
        double[] constants = new double[PlanarPlan<TModel>.Constants];
        mechanism.WriteGlobals(constants);
        for (int link = 0; link < PlanarPlan<TModel>.Links; link++)
        {
            mechanism.WriteLink<TModel>(
                link,
                constants.AsSpan(PlanarPlan<TModel>.LinkConstants + (link * PlanarConstant.PerLink)));
        }

        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            WriteAxis(
                mechanism.Axes[dof], rest.DofWeight(dof),
                constants.AsSpan(PlanarPlan<TModel>.DofConstants + (dof * PlanarConstant.PerDof)));
        }

        int ball = 0;
        for (int link = 0; link < PlanarPlan<TModel>.Links && ball < PlanarPlan<TModel>.Balls; link++)
        {
            foreach (PlanarShape shape in mechanism.Links[link].Shapes)
            {
                for (int end = -1; end <= 1; end += 2)
                {
                    WriteBall(
                        shape, end, mechanism.Links[link].Friction, rest.LinkWeight(link),
                        constants.AsSpan(PlanarPlan<TModel>.BallConstants + (ball++ * PlanarConstant.PerBall)));
                }
            }
        }

        return constants;
    }

    /// <summary>The link that a link hangs on.</summary>
    public static int Parent<TModel>(int link)
        where TModel : struct, IPlanarModel => (link - 1) % TModel.LimbLinks == 0 ? 0 : link - 1;

    private void WriteGlobals(Span<double> constants)
    {
        constants[PlanarConstant.StepSeconds] = StepSeconds;
        constants[PlanarConstant.LiftU] = -GravityU;
        constants[PlanarConstant.LiftW] = -GravityW;
        constants[PlanarConstant.RootHeight] = RootHeight;
        Limits.CopyTo(constants[PlanarConstant.LimitSoftness..]);
        Floor.CopyTo(constants[PlanarConstant.FloorSoftness..]);
        Fluid?.CopyTo(constants[PlanarConstant.DragAlong..], Links[0].Shapes[0]);
    }

    private void WriteLink<TModel>(int link, Span<double> constants)
        where TModel : struct, IPlanarModel
    {
        PlanarLink own = Links[link];
        double inertia = own.Inertia + (own.Mass * ((own.CentreU * own.CentreU) + (own.CentreW * own.CentreW)));
        for (int other = 1; other < Links.Length; other++)
        {
            if (Parent<TModel>(other) == link)
            {
                PlanarLink outer = Links[other];
                inertia += OuterMass<TModel>(other)
                    * ((outer.AnchorU * outer.AnchorU) + (outer.AnchorW * outer.AnchorW));
            }
        }

        constants[PlanarConstant.AnchorU] = own.AnchorU;
        constants[PlanarConstant.AnchorW] = own.AnchorW;
        constants[PlanarConstant.CentreU] = own.CentreU;
        constants[PlanarConstant.CentreW] = own.CentreW;
        constants[PlanarConstant.LinkMass] = own.Mass;
        constants[PlanarConstant.OuterMass] = OuterMass<TModel>(link);
        constants[PlanarConstant.AnchorInertia] = inertia;
    }

    private double OuterMass<TModel>(int link)
        where TModel : struct, IPlanarModel
    {
        double mass = Links[link].Mass;
        for (int other = 1; other < Links.Length; other++)
        {
            mass += Parent<TModel>(other) == link ? OuterMass<TModel>(other) : 0.0;
        }

        return mass;
    }

    // Inside, coordinates count counter-clockwise: a clockwise range is turned round.
    private static void WriteAxis(PlanarAxis axis, double weight, Span<double> constants)
    {
        constants[PlanarConstant.Sign] = axis.Sign;
        constants[PlanarConstant.Armature] = axis.Armature;
        constants[PlanarConstant.Damping] = axis.Damping;
        constants[PlanarConstant.Stiffness] = axis.Stiffness;
        constants[PlanarConstant.Low] = axis.Sign > 0 ? axis.Low : -axis.High;
        constants[PlanarConstant.High] = axis.Sign > 0 ? axis.High : -axis.Low;
        constants[PlanarConstant.LimitScale] = 1.0 / weight;
        constants[PlanarConstant.Gear] = axis.Gear * axis.Sign;
        constants[PlanarConstant.ControlLimit] = axis.ControlLimit;
    }

    private static void WriteBall(
        PlanarShape shape, int end, double friction, double weight, Span<double> constants)
    {
        double square = friction * friction;
        constants[PlanarConstant.BallU] = shape.U + (end * shape.EndU);
        constants[PlanarConstant.BallW] = shape.W + (end * shape.EndW);
        constants[PlanarConstant.Radius] = shape.Radius;
        constants[PlanarConstant.Friction] = friction;
        constants[PlanarConstant.ContactScale] = 1.0 / (weight * (1.0 + square) * 2.0 * square);
    }
}
