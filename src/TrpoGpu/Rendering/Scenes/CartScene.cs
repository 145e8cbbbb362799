using TrpoGpu.Kernels.Environments.Planar;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>Poles on a cart that slides on a rail as long as the cart's range.</summary>
/// <typeparam name="TModel">The model.</typeparam>
internal sealed class CartScene<TModel> : PlanarScene<TModel>
    where TModel : struct, IPlanarModel
{
    private const double RailRadius = 0.02;
    private const double Margin = 0.1;

    internal override SceneShape[] Shapes { get; } =
    [
        SceneShape.Line(
            SceneShape.World, SceneTint.Frame, RailRadius, new(Mechanism.Axes[0].Low, 0.0),
            new(Mechanism.Axes[0].High, 0.0)),
        .. Links(),
    ];

    // No limit is perfectly stiff, and half of the cart stands over.
    internal override SceneBounds View => new(
        Mechanism.Axes[0].Low - Reach(0) - Margin, -Reach(0) - Margin, Mechanism.Axes[0].High + Reach(0) + Margin,
        Reach(0) + Margin);

    internal override (int Body, ScenePoint Point)? Trail =>
        (Bodies - 1, new(0.0, 2.0 * Mechanism.Links[^1].CentreW));
}
