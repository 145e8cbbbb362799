using TrpoGpu.Kernels.Environments.Planar;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>A robot on a floor, seen from the side.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="limbs">The names of its limbs, where there are several.</param>
internal sealed class RunnerScene<TModel>(params string[] limbs) : PlanarScene<TModel>
    where TModel : struct, IPlanarModel
{
    private const double Ground = -0.25;
    private const double Margin = 0.2;

    internal override SceneShape[] Shapes { get; } = [.. Links()];

    internal override SceneBackdrop Backdrop => SceneBackdrop.Floor;

    internal override SceneBounds View => new(-Margin, Ground, Margin, Margin);

    internal override string[] Limbs => limbs;

    internal override (int Body, ScenePoint Point)? Trail => (0, new(0.0, 0.0));
}
