using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// Contacts of the balls at the ends of capsules with the floor w = 0. Each is a pyramid of four rows: n + mu t,
/// n - mu t, and twice n, whose tangents lie across the plane.
/// </summary>
/// <remarks>
/// The root of a model with a floor has all three degrees of freedom. Robot-robot contacts, which the hopper's model
/// allows, are left out: none occurs before an episode ends.
/// </remarks>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TMemory">Constants and scratch.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
internal static class PlanarContacts<TReal, TMemory, TModel>
    where TReal : unmanaged, IReal<TReal>
    where TMemory : struct, IStepMemory<TReal>
    where TModel : struct, IPlanarModel
{
    /// <summary>Writes the contacts of the state; no row is active yet.</summary>
    internal static void Find(TMemory memory)
    {
        for (int ball = 0; ball < PlanarPlan<TModel>.Balls; ball++)
        {
            FindOne(memory, ball);
        }
    }

    /// <summary>Marks the rows that the acceleration violates.</summary>
    /// <returns>1 where a mark changed, else <paramref name="changed"/>.</returns>
    internal static TReal Mark(TMemory memory, TReal changed)
    {
        for (int ball = 0; ball < PlanarPlan<TModel>.Balls; ball++)
        {
            int own = PlanarPlan<TModel>.BallColumns + (ball * PlanarColumn.PerBall);
            if (TReal.IsAnyNonZero(memory[own + PlanarColumn.BallWeight]))
            {
                changed = MarkOne(memory, ball, own, changed);
            }
        }

        return changed;
    }

    /// <summary>Adds the active rows to matrix and right-hand side.</summary>
    internal static void Assemble(TMemory memory)
    {
        for (int ball = 0; ball < PlanarPlan<TModel>.Balls; ball++)
        {
            int own = PlanarPlan<TModel>.BallColumns + (ball * PlanarColumn.PerBall);
            if (TReal.IsAnyNonZero(memory[own + PlanarColumn.NormalNormal]))
            {
                AssembleOne(memory, ball, own);
            }
        }
    }

    /// <summary>Adds the forces of all contacts at the solution.</summary>
    /// <param name="memory">Scratch.</param>
    /// <param name="forces">[nv] column 0 of what to add to.</param>
    internal static void AddForces(TMemory memory, int forces)
    {
        for (int ball = 0; ball < PlanarPlan<TModel>.Balls; ball++)
        {
            int own = PlanarPlan<TModel>.BallColumns + (ball * PlanarColumn.PerBall);
            if (TReal.IsAnyNonZero(memory[own + PlanarColumn.NormalNormal]))
            {
                AddForce(memory, ball, own, forces);
            }
        }
    }

    private static void FindOne(TMemory memory, int ball)
    {
        int constants = PlanarPlan<TModel>.BallConstants + (ball * PlanarConstant.PerBall);
        int own = PlanarPlan<TModel>.BallColumns + (ball * PlanarColumn.PerBall);
        int link = PlanarPlan<TModel>.Link(LinkOf(ball));
        PlanarKinematics<TReal, TMemory, TModel>.Turn(
            memory, link, memory.Constant(constants + PlanarConstant.BallU),
            memory.Constant(constants + PlanarConstant.BallW), out TReal u, out TReal w);
        TReal height =
            memory[PlanarPlan<TModel>.Position + TModel.SlidesAlongU] + memory.Constant(PlanarConstant.RootHeight);
        TReal centre = height + (memory[link + PlanarColumn.AnchorW] + w);
        TReal distance = centre - memory.Constant(constants + PlanarConstant.Radius);
        Softness.Respond(memory, PlanarConstant.FloorSoftness, distance, out TReal weight, out TReal push);
        weight *= memory.Constant(constants + PlanarConstant.ContactScale);
        memory[own + PlanarColumn.BallWeight] = weight;
        memory[own + PlanarColumn.ActiveRows] = TReal.Constant(0.0);
        memory[own + PlanarColumn.NormalNormal] = TReal.Constant(0.0);
        if (!TReal.IsAnyNonZero(weight))
        {
            return;
        }

        // The point lies halfway into the floor.
        TReal half = TReal.Constant(0.5);
        memory[own + PlanarColumn.PointU] = memory[link + PlanarColumn.AnchorU] + u;
        memory[own + PlanarColumn.PointW] = TReal.FusedMultiplyAdd(half, distance, -height);
        AlongJacobian(memory, ball, own, PlanarPlan<TModel>.Velocity, out TReal normal, out TReal tangent);
        TReal damping = Softness.DampingOf<TReal, TMemory>(memory, PlanarConstant.FloorSoftness);
        memory[own + PlanarColumn.NormalTarget] = TReal.FusedMultiplyAdd(-damping, normal, push);
        memory[own + PlanarColumn.TangentTarget] = -damping * tangent;
    }

    private static TReal MarkOne(TMemory memory, int ball, int own, TReal changed)
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        TReal two = TReal.Constant(2.0);
        TReal friction = memory.Constant(
            PlanarPlan<TModel>.BallConstants + (ball * PlanarConstant.PerBall) + PlanarConstant.Friction);
        TReal weight = memory[own + PlanarColumn.BallWeight];
        Residuals(memory, ball, own, out TReal residual, out TReal slip);
        slip *= friction;
        TReal plus = TReal.SelectLess(residual + slip, zero, weight, zero);
        TReal minus = TReal.SelectLess(residual - slip, zero, weight, zero);
        TReal middle = TReal.SelectLess(residual, zero, weight, zero);

        TReal rows = TReal.FusedMultiplyAdd(TReal.Constant(4.0), middle, TReal.FusedMultiplyAdd(two, minus, plus));
        changed = TReal.SelectEqual(rows, memory[own + PlanarColumn.ActiveRows], changed, one);
        memory[own + PlanarColumn.ActiveRows] = rows;
        TReal edges = plus + minus;
        memory[own + PlanarColumn.NormalNormal] = TReal.FusedMultiplyAdd(two, middle, edges);
        memory[own + PlanarColumn.NormalTangent] = friction * (plus - minus);
        memory[own + PlanarColumn.TangentTangent] = friction * friction * edges;
        return changed;
    }

    // With g = wnn n + wnt t and h = wnt n + wtt t the matrix gains g n' + h t' and the right-hand side cn g + ct h.
    private static void AssembleOne(TMemory memory, int ball, int own)
    {
        TReal normalNormal = memory[own + PlanarColumn.NormalNormal];
        TReal normalTangent = memory[own + PlanarColumn.NormalTangent];
        TReal tangentTangent = memory[own + PlanarColumn.TangentTangent];
        TReal normalTarget = memory[own + PlanarColumn.NormalTarget];
        TReal tangentTarget = memory[own + PlanarColumn.TangentTarget];
        int limb = LimbOf(ball);
        int end = FillJacobian(memory, ball, own);

        // The slides come first, and their Jacobian is 0 and 1.
        AddSlides(memory, normalNormal, normalTangent, tangentTangent);
        AddRight(memory, 0, normalTangent, tangentTangent, normalTarget, tangentTarget);
        AddRight(memory, 1, normalNormal, normalTangent, normalTarget, tangentTarget);
        for (int p = PlanarPlan<TModel>.RootHinge; p < end; p++)
        {
            TReal normal = memory[PlanarPlan<TModel>.NormalRow + p];
            TReal tangent = memory[PlanarPlan<TModel>.TangentRow + p];
            TReal g = TReal.FusedMultiplyAdd(normalNormal, normal, normalTangent * tangent);
            TReal h = TReal.FusedMultiplyAdd(normalTangent, normal, tangentTangent * tangent);
            int row = PlanarPlan<TModel>.Matrix + PlanarPlan<TModel>.Row(limb, p);
            memory[row] = memory[row] + h;
            memory[row + 1] = memory[row + 1] + g;
            for (int j = PlanarPlan<TModel>.RootHinge; j <= p; j++)
            {
                TReal sum = TReal.FusedMultiplyAdd(g, memory[PlanarPlan<TModel>.NormalRow + j], memory[row + j]);
                memory[row + j] = TReal.FusedMultiplyAdd(h, memory[PlanarPlan<TModel>.TangentRow + j], sum);
            }

            AddRight(memory, PlanarPlan<TModel>.Dof(limb, p), g, h, normalTarget, tangentTarget);
        }
    }

    private static void AddSlides(
        TMemory memory, TReal normalNormal, TReal normalTangent, TReal tangentTangent)
    {
        int u = PlanarPlan<TModel>.Matrix;
        int w = u + 1;
        memory[u] = memory[u] + tangentTangent;
        memory[w] = memory[w] + normalTangent;
        memory[w + 1] = memory[w + 1] + normalNormal;
    }

    private static void AddRight(TMemory memory, int dof, TReal g, TReal h, TReal normalTarget, TReal tangentTarget)
    {
        int right = PlanarPlan<TModel>.Acceleration + dof;
        memory[right] = TReal.FusedMultiplyAdd(
            g, normalTarget, TReal.FusedMultiplyAdd(h, tangentTarget, memory[right]));
    }

    private static void AddForce(TMemory memory, int ball, int own, int forces)
    {
        Residuals(memory, ball, own, out TReal residual, out TReal slip);
        TReal normalTangent = memory[own + PlanarColumn.NormalTangent];
        TReal along = -TReal.FusedMultiplyAdd(
            memory[own + PlanarColumn.NormalNormal], residual, normalTangent * slip);
        TReal across = -TReal.FusedMultiplyAdd(
            normalTangent, residual, memory[own + PlanarColumn.TangentTangent] * slip);
        int limb = LimbOf(ball);
        int end = FillJacobian(memory, ball, own);
        memory[forces] = memory[forces] + across;
        memory[forces + 1] = memory[forces + 1] + along;
        for (int p = PlanarPlan<TModel>.RootHinge; p < end; p++)
        {
            int dof = forces + PlanarPlan<TModel>.Dof(limb, p);
            memory[dof] = TReal.FusedMultiplyAdd(
                along, memory[PlanarPlan<TModel>.NormalRow + p],
                TReal.FusedMultiplyAdd(across, memory[PlanarPlan<TModel>.TangentRow + p], memory[dof]));
        }
    }

    // n.a - cn and t.a - ct.
    private static void Residuals(TMemory memory, int ball, int own, out TReal normal, out TReal tangent)
    {
        AlongJacobian(memory, ball, own, PlanarPlan<TModel>.Acceleration, out normal, out tangent);
        normal -= memory[own + PlanarColumn.NormalTarget];
        tangent -= memory[own + PlanarColumn.TangentTarget];
    }

    // n.x and t.x for x in columns: what a rate of the joints is at the contact point.
    private static void AlongJacobian(
        TMemory memory, int ball, int own, int x, out TReal normal, out TReal tangent)
    {
        TReal pointU = memory[own + PlanarColumn.PointU];
        TReal pointW = memory[own + PlanarColumn.PointW];
        tangent = memory[x];
        normal = memory[x + 1];
        int limb = LimbOf(ball);
        int end = PathEnd(ball);
        for (int p = PlanarPlan<TModel>.RootHinge; p < end; p++)
        {
            int link = PlanarPlan<TModel>.Link(LinkAt(limb, p));
            TReal rate = memory[x + PlanarPlan<TModel>.Dof(limb, p)];
            normal = TReal.FusedMultiplyAdd(rate, pointU - memory[link + PlanarColumn.AnchorU], normal);
            tangent = TReal.FusedMultiplyAdd(rate, memory[link + PlanarColumn.AnchorW] - pointW, tangent);
        }
    }

    // n and t of the hinges; returns where the path of the ball ends.
    private static int FillJacobian(TMemory memory, int ball, int own)
    {
        TReal pointU = memory[own + PlanarColumn.PointU];
        TReal pointW = memory[own + PlanarColumn.PointW];
        int limb = LimbOf(ball);
        int end = PathEnd(ball);
        for (int p = PlanarPlan<TModel>.RootHinge; p < end; p++)
        {
            int link = PlanarPlan<TModel>.Link(LinkAt(limb, p));
            memory[PlanarPlan<TModel>.NormalRow + p] = pointU - memory[link + PlanarColumn.AnchorU];
            memory[PlanarPlan<TModel>.TangentRow + p] = memory[link + PlanarColumn.AnchorW] - pointW;
        }

        return end;
    }

    private static int LinkAt(int limb, int p) =>
        p == PlanarPlan<TModel>.RootHinge ? 0 : PlanarPlan<TModel>.LimbLink(limb, p - PlanarPlan<TModel>.RootDofs);

    // Two balls a capsule, one capsule a limb link.
    private static int LinkOf(int ball) => ball < TModel.RootBalls ? 0 : 1 + ((ball - TModel.RootBalls) >> 1);

    private static int LimbOf(int ball) =>
        ball < TModel.RootBalls ? 0 : ((ball - TModel.RootBalls) >> 1) / TModel.LimbLinks;

    private static int PathEnd(int ball) => ball < TModel.RootBalls
        ? PlanarPlan<TModel>.RootDofs
        : PlanarPlan<TModel>.RootDofs + 1 + (((ball - TModel.RootBalls) >> 1) % TModel.LimbLinks);
}
