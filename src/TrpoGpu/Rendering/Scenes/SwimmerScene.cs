using TrpoGpu.Kernels.Environments.Planar.Models;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>A swimmer, seen from above.</summary>
internal sealed class SwimmerScene : PlanarScene<SwimmerModel>
{
    private const double Margin = 0.4;

    // The root's own origin lies in none of the links.
    private const int MiddleLink = 1;

    internal override SceneShape[] Shapes { get; } = [.. Links()];

    internal override SceneBackdrop Backdrop => SceneBackdrop.Water;

    internal override SceneBounds View => new(-Margin, -Margin, Margin, Margin);

    internal override int Followed => MiddleLink;

    internal override (int Body, ScenePoint Point)? Trail =>
        (MiddleLink, new(Mechanism.Links[MiddleLink].CentreU, Mechanism.Links[MiddleLink].CentreW));
}
