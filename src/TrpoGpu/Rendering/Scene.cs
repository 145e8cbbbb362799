using System;

namespace TrpoGpu.Rendering;

/// <summary>How the picture follows what moves, and what lies behind it.</summary>
internal enum SceneBackdrop
{
    /// <summary>The picture stands still before nothing.</summary>
    Empty,

    /// <summary>A floor at height zero; the picture goes along with a body.</summary>
    Floor,

    /// <summary>Seen from above, with squares; the picture stands still.</summary>
    Plane,

    /// <summary>Seen from above, with squares; the picture goes along with a body.</summary>
    Water,
}

/// <summary>What an environment looks like: shapes on bodies, and where a state puts the bodies.</summary>
internal abstract class Scene
{
    /// <summary>Bodies that move.</summary>
    internal abstract int Bodies { get; }

    /// <summary>The body that a body hangs on, or <see cref="SceneShape.World"/>.</summary>
    internal virtual int Parent(int body) => SceneShape.World;

    /// <summary>Everything there is to see, from back to front.</summary>
    internal abstract SceneShape[] Shapes { get; }

    /// <summary>
    /// What must be in the picture; from the body it goes along with, in the directions in which it does.
    /// </summary>
    internal abstract SceneBounds View { get; }

    /// <summary>What lies behind.</summary>
    internal virtual SceneBackdrop Backdrop => SceneBackdrop.Empty;

    /// <summary>The body that the picture goes along with, where it does.</summary>
    internal virtual int Followed => 0;

    /// <summary>The names of the limbs, where there are several: their tints tell them apart.</summary>
    internal virtual string[] Limbs => [];

    /// <summary>The body whose way is shown, and the point of it, if any.</summary>
    internal virtual (int Body, ScenePoint Point)? Trail => null;

    /// <summary>Where the bodies are in a state.</summary>
    /// <param name="state">The fields of the environment's state struct, in order, and whatever follows.</param>
    /// <param name="poses">[Bodies] write.</param>
    internal abstract void Place(ReadOnlySpan<double> state, Span<ScenePose> poses);
}
