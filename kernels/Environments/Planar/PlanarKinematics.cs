using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// From joint coordinates to links, root to leaves: angles, anchors, and how links accelerate while joints do not.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
public static class PlanarKinematics<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>Places all links.</summary>
    public static void Run(TMemory memory)
    {
        PlaceRoot(memory);
        for (int limb = 0; limb < TModel.Limbs; limb++)
        {
            int parent = 0;
            for (int index = 0; index < TModel.LimbLinks; index++)
            {
                int link = PlanarPlan<TModel>.LimbLink(limb, index);
                Place(memory, parent, link, PlanarPlan<TModel>.Dof(limb, PlanarPlan<TModel>.RootDofs + index));
                parent = link;
            }
        }
    }

    /// <summary>A point of a link in the last evaluation, from the root.</summary>
    /// <param name="memory">Scratch.</param>
    /// <param name="link">Which.</param>
    /// <param name="x">In the link's frame, along its u.</param>
    /// <param name="y">In the link's frame, along its w.</param>
    /// <param name="u">From the root, along u.</param>
    /// <param name="w">From the root, along w.</param>
    public static void Point(TMemory memory, int link, double x, double y, out TReal u, out TReal w)
    {
        int own = PlanarPlan<TModel>.Link(link);
        Turn(memory, own, TReal.Constant(x), TReal.Constant(y), out u, out w);
        u += memory[own + PlanarColumn.AnchorU];
        w += memory[own + PlanarColumn.AnchorW];
    }

    // The root is where positions are counted from. Gravity is an acceleration of the whole, upwards.
    private static void PlaceRoot(TMemory memory)
    {
        TReal zero = TReal.Constant(0.0);
        int root = PlanarPlan<TModel>.Link(0);
        int hinge = PlanarPlan<TModel>.RootHinge;
        TReal angle = TModel.RootHinges == 1 ? memory[PlanarPlan<TModel>.Position + hinge] : zero;
        memory[root + PlanarColumn.Angle] = angle;
        memory[root + PlanarColumn.Spin] =
            TModel.RootHinges == 1 ? memory[PlanarPlan<TModel>.Velocity + hinge] : zero;
        memory[root + PlanarColumn.Cosine] = TModel.RootHinges == 1 ? TReal.Cos(angle) : TReal.Constant(1.0);
        memory[root + PlanarColumn.Sine] = TModel.RootHinges == 1 ? TReal.Sin(angle) : zero;
        memory[root + PlanarColumn.AnchorU] = zero;
        memory[root + PlanarColumn.AnchorW] = zero;
        memory[root + PlanarColumn.DriftU] = memory.Constant(PlanarConstant.LiftU);
        memory[root + PlanarColumn.DriftW] = memory.Constant(PlanarConstant.LiftW);
        memory[PlanarPlan<TModel>.RootU] = TModel.SlidesAlongU == 1 ? memory[PlanarPlan<TModel>.Position] : zero;
        if (TModel.HasFluid == 1)
        {
            memory[root + PlanarColumn.VelocityU] =
                TModel.SlidesAlongU == 1 ? memory[PlanarPlan<TModel>.Velocity] : zero;
            memory[root + PlanarColumn.VelocityW] = TModel.SlidesAlongW == 1
                ? memory[PlanarPlan<TModel>.Velocity + TModel.SlidesAlongU]
                : zero;
        }
    }

    private static void Place(TMemory memory, int parentLink, int link, int dof)
    {
        int parent = PlanarPlan<TModel>.Link(parentLink);
        int own = PlanarPlan<TModel>.Link(link);
        int constants = PlanarPlan<TModel>.LinkConstants + (link * PlanarConstant.PerLink);
        TReal angle = memory[parent + PlanarColumn.Angle] + memory[PlanarPlan<TModel>.Position + dof];
        memory[own + PlanarColumn.Angle] = angle;
        memory[own + PlanarColumn.Cosine] = TReal.Cos(angle);
        memory[own + PlanarColumn.Sine] = TReal.Sin(angle);

        TReal parentSpin = memory[parent + PlanarColumn.Spin];
        memory[own + PlanarColumn.Spin] = parentSpin + memory[PlanarPlan<TModel>.Velocity + dof];
        Turn(
            memory, parent, memory.Constant(constants + PlanarConstant.AnchorU),
            memory.Constant(constants + PlanarConstant.AnchorW), out TReal u, out TReal w);
        memory[own + PlanarColumn.AnchorU] = memory[parent + PlanarColumn.AnchorU] + u;
        memory[own + PlanarColumn.AnchorW] = memory[parent + PlanarColumn.AnchorW] + w;

        // Towards the parent's anchor, as everything that is carried round it.
        TReal inwards = -parentSpin * parentSpin;
        memory[own + PlanarColumn.DriftU] =
            TReal.FusedMultiplyAdd(inwards, u, memory[parent + PlanarColumn.DriftU]);
        memory[own + PlanarColumn.DriftW] =
            TReal.FusedMultiplyAdd(inwards, w, memory[parent + PlanarColumn.DriftW]);
        if (TModel.HasFluid == 1)
        {
            memory[own + PlanarColumn.VelocityU] =
                TReal.FusedMultiplyAdd(-parentSpin, w, memory[parent + PlanarColumn.VelocityU]);
            memory[own + PlanarColumn.VelocityW] =
                TReal.FusedMultiplyAdd(parentSpin, u, memory[parent + PlanarColumn.VelocityW]);
        }
    }

    /// <summary>A vector in a link's frame as one of the world.</summary>
    /// <param name="memory">Scratch.</param>
    /// <param name="link">Column 0 of the link.</param>
    /// <param name="x">Along the link's u.</param>
    /// <param name="y">Along the link's w.</param>
    /// <param name="u">Along the world's u.</param>
    /// <param name="w">Along the world's w.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Turn(TMemory memory, int link, TReal x, TReal y, out TReal u, out TReal w)
    {
        TReal cosine = memory[link + PlanarColumn.Cosine];
        TReal sine = memory[link + PlanarColumn.Sine];
        u = TReal.FusedMultiplyAdd(cosine, x, -(sine * y));
        w = TReal.FusedMultiplyAdd(sine, x, cosine * y);
    }
}
