using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>The joint-space mass matrix M, armature included, from the sums of <c>PlanarForces</c>.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
internal static class PlanarMass<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>Fills M.</summary>
    internal static void Run(TMemory memory)
    {
        FillSlides(memory);
        if (TModel.RootHinges == 1)
        {
            FillHinge(memory, 0, PlanarPlan<TModel>.RootHinge, 0);
        }

        for (int limb = 0; limb < TModel.Limbs; limb++)
        {
            for (int index = 0; index < TModel.LimbLinks; index++)
            {
                FillHinge(
                    memory, limb, PlanarPlan<TModel>.RootDofs + index, PlanarPlan<TModel>.LimbLink(limb, index));
            }
        }
    }

    private static void FillSlides(TMemory memory)
    {
        TReal mass = memory.Constant(PlanarPlan<TModel>.LinkConstants + PlanarConstant.OuterMass);
        if (TModel.SlidesAlongU == 1)
        {
            memory[PlanarPlan<TModel>.Mass] = mass + Armature(memory, 0);
        }

        if (TModel.SlidesAlongW == 1)
        {
            int row = PlanarPlan<TModel>.Mass + PlanarPlan<TModel>.Row(0, TModel.SlidesAlongU);
            if (TModel.SlidesAlongU == 1)
            {
                memory[row] = TReal.Constant(0.0);
            }

            memory[row + TModel.SlidesAlongU] = mass + Armature(memory, TModel.SlidesAlongU);
        }
    }

    // With S the first moment of the hinge's link and all outer ones, and I the second: -S_w and S_u against the
    // slides, I + (distance to the other hinge).S against an inner hinge, I against itself.
    private static void FillHinge(TMemory memory, int limb, int p, int link)
    {
        int own = PlanarPlan<TModel>.Link(link);
        int row = PlanarPlan<TModel>.Mass + PlanarPlan<TModel>.Row(limb, p);
        TReal firstU = memory[own + PlanarColumn.FirstU];
        TReal firstW = memory[own + PlanarColumn.FirstW];
        TReal second = memory[own + PlanarColumn.Second];
        TReal anchorU = memory[own + PlanarColumn.AnchorU];
        TReal anchorW = memory[own + PlanarColumn.AnchorW];
        if (TModel.SlidesAlongU == 1)
        {
            memory[row] = -firstW;
        }

        if (TModel.SlidesAlongW == 1)
        {
            memory[row + TModel.SlidesAlongU] = firstU;
        }

        for (int inner = PlanarPlan<TModel>.RootHinge; inner < p; inner++)
        {
            int other = PlanarPlan<TModel>.Link(
                inner < PlanarPlan<TModel>.RootDofs
                    ? 0
                    : PlanarPlan<TModel>.LimbLink(limb, inner - PlanarPlan<TModel>.RootDofs));
            TReal u = anchorU - memory[other + PlanarColumn.AnchorU];
            TReal w = anchorW - memory[other + PlanarColumn.AnchorW];
            memory[row + inner] = TReal.FusedMultiplyAdd(u, firstU, TReal.FusedMultiplyAdd(w, firstW, second));
        }

        memory[row + p] = second + Armature(memory, PlanarPlan<TModel>.Dof(limb, p));
    }

    private static TReal Armature(TMemory memory, int dof) =>
        memory.Constant(PlanarPlan<TModel>.DofConstants + (dof * PlanarConstant.PerDof) + PlanarConstant.Armature);
}
