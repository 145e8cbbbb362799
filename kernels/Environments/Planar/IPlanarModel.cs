namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// The topology of a planar mechanism: a root link with up to three degrees of freedom, and limbs of equal length
/// that hang on it. Sizes are known when code is compiled for a model; lengths, masses and whatever else is a real
/// number is in its <see cref="PlanarMechanism"/>.
/// </summary>
/// <remarks>
/// Links are numbered root first, then limb by limb from the root outwards. Degrees of freedom are numbered root slide
/// u, root slide w, root hinge (those that there are), then one hinge a limb link, in the order of the links.
/// </remarks>
public interface IPlanarModel
{
    /// <summary>1 if the root slides along u, the world's x; else 0.</summary>
    static abstract int SlidesAlongU { get; }

    /// <summary>1 if the root slides along w; else 0.</summary>
    static abstract int SlidesAlongW { get; }

    /// <summary>1 if the root turns; else 0.</summary>
    static abstract int RootHinges { get; }

    /// <summary>Limbs.</summary>
    static abstract int Limbs { get; }

    /// <summary>Links of a limb, each with a hinge.</summary>
    static abstract int LimbLinks { get; }

    /// <summary>The first degree of freedom with a motor; the others follow.</summary>
    static abstract int FirstMotor { get; }

    /// <summary>Motors.</summary>
    static abstract int Motors { get; }

    /// <summary>The first degree of freedom whose range is limited; the others follow.</summary>
    static abstract int FirstLimit { get; }

    /// <summary>Degrees of freedom with limits.</summary>
    static abstract int Limits { get; }

    /// <summary>Balls at the ends of the root's capsules that may touch the floor.</summary>
    static abstract int RootBalls { get; }

    /// <summary>Balls at the ends of a limb link's capsule that may touch the floor: 2, or 0 without a floor.</summary>
    static abstract int LimbBalls { get; }

    /// <summary>1 if the links move in a fluid; else 0.</summary>
    static abstract int HasFluid { get; }

    /// <summary>
    /// 1 if time is stepped by Euler's method with implicit joint damping, 0 if by the Runge-Kutta method of fourth
    /// order.
    /// </summary>
    static abstract int IsEuler { get; }

    /// <summary>Steps of the integrator in a step of the environment.</summary>
    static abstract int FrameSkip { get; }

    /// <summary>The real numbers of the model: for the host, never called in a kernel.</summary>
    static abstract PlanarMechanism Mechanism { get; }
}
