using TrpoGpu.Kernels.Environments.Planar.Models;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>A swimmer, seen from above.</summary>
internal sealed class SwimmerScene : PlanarScene<SwimmerModel>
{
    // The root's own origin lies in none of the links.
    private const int MiddleLink = 1;

    internal override SceneShape[] Shapes { get; } = [.. Links()];

    internal override SceneBackdrop Backdrop => SceneBackdrop.Water;

    // Room for water to pass by.
    internal override SceneBounds View => new(-Reach(0), -Reach(0), Reach(0), Reach(0));

    internal override int Followed => MiddleLink;

    internal override (int Body, ScenePoint Point)? Trail =>
        (MiddleLink, new(Mechanism.Links[MiddleLink].CentreU, Mechanism.Links[MiddleLink].CentreW));
}
