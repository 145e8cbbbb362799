using System;
using System.Collections.Generic;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>
/// A planar mechanism as its model describes it: the shapes of its links, placed by the kinematics that steps them.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
internal abstract class PlanarScene<TModel> : Scene
    where TModel : struct, IPlanarModel
{
    // Of the thinnest shape at a hinge.
    private const double JointShare = 0.4;

    private readonly ArrayStepMemory<Float64> memory = new(
        Array.ConvertAll(PlanarMechanism.Constants<TModel>(), Float64.Constant),
        new Float64[PlanarPlan<TModel>.Columns]);

    /// <summary>The numbers of the model.</summary>
    protected static PlanarMechanism Mechanism { get; } = TModel.Mechanism;

    internal override int Bodies => PlanarPlan<TModel>.Links;

    internal override int Parent(int body) => body == 0 ? SceneShape.World : PlanarMechanism.Parent<TModel>(body);

    internal override void Place(ReadOnlySpan<double> state, Span<ScenePose> poses)
    {
        for (int dof = 0; dof < PlanarPlan<TModel>.Dofs; dof++)
        {
            memory[PlanarPlan<TModel>.Position + dof] = new Float64(Mechanism.Axes[dof].Sign * state[dof]);
        }

        PlanarKinematics<Float64, ArrayStepMemory<Float64>, TModel>.Run(memory);
        double rootX = TModel.SlidesAlongU == 1 ? state[0] : 0.0;
        double rootY = Mechanism.RootHeight + (TModel.SlidesAlongW == 1 ? state[TModel.SlidesAlongU] : 0.0);
        for (int link = 0; link < PlanarPlan<TModel>.Links; link++)
        {
            int column = PlanarPlan<TModel>.Link(link);
            poses[link] = new ScenePose(
                rootX + memory[column + PlanarColumn.AnchorU].Value,
                rootY + memory[column + PlanarColumn.AnchorW].Value,
                memory[column + PlanarColumn.Angle].Value);
        }
    }

    /// <summary>All links from back to front: the second limb, the trunk, the first limb; hinges on top.</summary>
    protected static IEnumerable<SceneShape> Links()
    {
        for (int limb = TModel.Limbs - 1; limb >= 1; limb--)
        {
            foreach (SceneShape shape in Limb(limb))
            {
                yield return shape;
            }
        }

        foreach (SceneShape shape in Solids(0, SceneTint.Trunk))
        {
            yield return shape;
        }

        foreach (SceneShape shape in Limb(0))
        {
            yield return shape;
        }
    }

    /// <summary>The farthest that a shape of a link reaches from its hinge, m.</summary>
    protected static double Reach(int link)
    {
        double reach = 0.0;
        foreach (PlanarShape shape in Mechanism.Links[link].Shapes)
        {
            for (int end = -1; end <= 1; end += 2)
            {
                double u = shape.U + (end * shape.EndU);
                double w = shape.W + (end * shape.EndW);
                reach = double.Max(reach, Math.Sqrt((u * u) + (w * w)) + shape.Radius);
            }
        }

        return reach;
    }

    private static IEnumerable<SceneShape> Limb(int limb)
    {
        for (int index = TModel.LimbLinks - 1; index >= 0; index--)
        {
            foreach (SceneShape shape in Solids(
                PlanarPlan<TModel>.LimbLink(limb, index), limb == 0 ? SceneTint.First : SceneTint.Second))
            {
                yield return shape;
            }
        }

        for (int index = 0; index < TModel.LimbLinks; index++)
        {
            int link = PlanarPlan<TModel>.LimbLink(limb, index);
            yield return SceneShape.Disc(link, SceneTint.Joint, 0.0, 0.0, JointShare * Thinnest(link));
        }
    }

    private static IEnumerable<SceneShape> Solids(int link, SceneTint tint)
    {
        List<SceneShape> solids = [];
        foreach (PlanarShape shape in Mechanism.Links[link].Shapes)
        {
            ScenePoint lower = new(shape.U - shape.EndU, shape.W - shape.EndW);
            ScenePoint upper = new(shape.U + shape.EndU, shape.W + shape.EndW);
            solids.Add(lower == upper
                ? SceneShape.Disc(link, tint, shape.U, shape.W, shape.Radius)
                : SceneShape.Line(link, tint, shape.Radius, lower, upper));
        }

        return solids;
    }

    private static double Thinnest(int link)
    {
        double radius = double.PositiveInfinity;
        foreach (PlanarShape shape in Mechanism.Links[link].Shapes)
        {
            radius = double.Min(radius, shape.Radius);
        }

        return radius;
    }
}
