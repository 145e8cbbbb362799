using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// The forces that links take while joints do not accelerate, summed from the leaves to the root, and with them what
/// the mass matrix is made of; then the smooth forces tau of all degrees of freedom.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
internal static class PlanarForces<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>Sums over links, then tau.</summary>
    internal static void Run(TMemory memory)
    {
        for (int link = 0; link < PlanarPlan<TModel>.Links; link++)
        {
            Own(memory, link);
            if (TModel.HasFluid == 1)
            {
                AddDrag(memory, link);
            }
        }

        for (int link = PlanarPlan<TModel>.Links - 1; link > 0; link--)
        {
            int index = (link - 1) % TModel.LimbLinks;
            AddToParent(memory, link, index == 0 ? 0 : link - 1);
        }

        Smooth(memory);
    }

    // With r from anchor to centre of mass: f = m (drift - spin^2 r), and its moment r x f = m r x drift.
    private static void Own(TMemory memory, int link)
    {
        int own = PlanarPlan<TModel>.Link(link);
        int constants = PlanarPlan<TModel>.LinkConstants + (link * PlanarConstant.PerLink);
        TReal mass = memory.Constant(constants + PlanarConstant.LinkMass);
        PlanarKinematics<TReal, TMemory, TModel>.Turn(
            memory, own, memory.Constant(constants + PlanarConstant.CentreU),
            memory.Constant(constants + PlanarConstant.CentreW), out TReal u, out TReal w);
        u *= mass;
        w *= mass;
        memory[own + PlanarColumn.FirstU] = u;
        memory[own + PlanarColumn.FirstW] = w;
        memory[own + PlanarColumn.Second] = memory.Constant(constants + PlanarConstant.AnchorInertia);

        TReal spin = memory[own + PlanarColumn.Spin];
        TReal inwards = -spin * spin;
        TReal driftU = memory[own + PlanarColumn.DriftU];
        TReal driftW = memory[own + PlanarColumn.DriftW];
        memory[own + PlanarColumn.ForceU] = TReal.FusedMultiplyAdd(inwards, u, mass * driftU);
        memory[own + PlanarColumn.ForceW] = TReal.FusedMultiplyAdd(inwards, w, mass * driftW);
        memory[own + PlanarColumn.Moment] = TReal.FusedMultiplyAdd(u, driftW, -(w * driftU));
    }

    // MuJoCo's ellipsoid-free fluid: drag on the box with the link's inertia, along its axis (u of its frame), across
    // it, and against its turning. The force acts at the centre of mass.
    private static void AddDrag(TMemory memory, int link)
    {
        int own = PlanarPlan<TModel>.Link(link);
        int constants = PlanarPlan<TModel>.LinkConstants + (link * PlanarConstant.PerLink);
        TReal cosine = memory[own + PlanarColumn.Cosine];
        TReal sine = memory[own + PlanarColumn.Sine];
        TReal spin = memory[own + PlanarColumn.Spin];
        PlanarKinematics<TReal, TMemory, TModel>.Turn(
            memory, own, memory.Constant(constants + PlanarConstant.CentreU),
            memory.Constant(constants + PlanarConstant.CentreW), out TReal u, out TReal w);
        TReal velocityU = TReal.FusedMultiplyAdd(-spin, w, memory[own + PlanarColumn.VelocityU]);
        TReal velocityW = TReal.FusedMultiplyAdd(spin, u, memory[own + PlanarColumn.VelocityW]);
        TReal along = Drag(
            memory, PlanarConstant.DragAlong, TReal.FusedMultiplyAdd(cosine, velocityU, sine * velocityW));
        TReal across = Drag(
            memory, PlanarConstant.DragAcross, TReal.FusedMultiplyAdd(cosine, velocityW, -(sine * velocityU)));
        TReal torque = Drag(memory, PlanarConstant.DragTurn, spin);

        // What a link takes to move is what it needs less what the fluid gives.
        TReal forceU = TReal.FusedMultiplyAdd(cosine, along, -(sine * across));
        TReal forceW = TReal.FusedMultiplyAdd(sine, along, cosine * across);
        memory[own + PlanarColumn.ForceU] = memory[own + PlanarColumn.ForceU] - forceU;
        memory[own + PlanarColumn.ForceW] = memory[own + PlanarColumn.ForceW] - forceW;
        memory[own + PlanarColumn.Moment] = memory[own + PlanarColumn.Moment]
            - (torque + TReal.FusedMultiplyAdd(u, forceW, -(w * forceU)));
    }

    // Constants hold the sign of a drag.
    private static TReal Drag(TMemory memory, int constants, TReal velocity) =>
        TReal.FusedMultiplyAdd(
            memory.Constant(constants + 1), TReal.Abs(velocity), memory.Constant(constants)) * velocity;

    private static void AddToParent(TMemory memory, int link, int parentLink)
    {
        int own = PlanarPlan<TModel>.Link(link);
        int parent = PlanarPlan<TModel>.Link(parentLink);
        TReal mass = memory.Constant(
            PlanarPlan<TModel>.LinkConstants + (link * PlanarConstant.PerLink) + PlanarConstant.OuterMass);
        TReal u = memory[own + PlanarColumn.AnchorU] - memory[parent + PlanarColumn.AnchorU];
        TReal w = memory[own + PlanarColumn.AnchorW] - memory[parent + PlanarColumn.AnchorW];
        TReal forceU = memory[own + PlanarColumn.ForceU];
        TReal forceW = memory[own + PlanarColumn.ForceW];
        TReal firstU = memory[own + PlanarColumn.FirstU];
        TReal firstW = memory[own + PlanarColumn.FirstW];

        memory[parent + PlanarColumn.ForceU] = memory[parent + PlanarColumn.ForceU] + forceU;
        memory[parent + PlanarColumn.ForceW] = memory[parent + PlanarColumn.ForceW] + forceW;
        TReal moment = TReal.FusedMultiplyAdd(u, forceW, memory[own + PlanarColumn.Moment]);
        memory[parent + PlanarColumn.Moment] =
            memory[parent + PlanarColumn.Moment] + TReal.FusedMultiplyAdd(-w, forceU, moment);
        memory[parent + PlanarColumn.FirstU] =
            memory[parent + PlanarColumn.FirstU] + TReal.FusedMultiplyAdd(mass, u, firstU);
        memory[parent + PlanarColumn.FirstW] =
            memory[parent + PlanarColumn.FirstW] + TReal.FusedMultiplyAdd(mass, w, firstW);

        // The mass of the outer links at their anchor is in the parent's constant.
        TReal arm = TReal.FusedMultiplyAdd(u, firstU, w * firstW);
        memory[parent + PlanarColumn.Second] = memory[parent + PlanarColumn.Second]
            + TReal.FusedMultiplyAdd(TReal.Constant(2.0), arm, memory[own + PlanarColumn.Second]);
    }

    // tau = motors - damping v - stiffness q - what the links take.
    private static void Smooth(TMemory memory)
    {
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            int constants = PlanarPlan<TModel>.DofConstants + (dof * PlanarConstant.PerDof);
            TReal force = memory[PlanarPlan<TModel>.Motor + dof] - Taken(memory, dof);
            force = TReal.FusedMultiplyAdd(
                -memory.Constant(constants + PlanarConstant.Damping), memory[PlanarPlan<TModel>.Velocity + dof],
                force);
            memory[PlanarPlan<TModel>.Force + dof] = TReal.FusedMultiplyAdd(
                -memory.Constant(constants + PlanarConstant.Stiffness), memory[PlanarPlan<TModel>.Position + dof],
                force);
        }
    }

    private static TReal Taken(TMemory memory, int dof)
    {
        int root = PlanarPlan<TModel>.Link(0);
        if (dof < TModel.SlidesAlongU)
        {
            return memory[root + PlanarColumn.ForceU];
        }

        if (dof < TModel.SlidesAlongU + TModel.SlidesAlongW)
        {
            return memory[root + PlanarColumn.ForceW];
        }

        int link = dof < PlanarPlan<TModel>.RootDofs ? 0 : dof - PlanarPlan<TModel>.RootDofs + 1;
        return memory[PlanarPlan<TModel>.Link(link) + PlanarColumn.Moment];
    }
}
