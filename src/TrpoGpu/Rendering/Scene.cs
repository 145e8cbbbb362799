using System;

namespace TrpoGpu.Rendering;

/// <summary>How the picture follows what moves, and what lies behind it.</summary>
internal enum SceneBackdrop
{
    /// <summary>The picture stands still before nothing.</summary>
    Empty,

    /// <summary>A floor at height zero; the picture goes along with body 0.</summary>
    Floor,

    /// <summary>Seen from above, with squares; the picture stands still.</summary>
    Plane,

    /// <summary>Seen from above, with squares; the picture goes along with body 0.</summary>
    Water,
}

/// <summary>What an environment looks like: shapes on bodies, and where a state puts the bodies.</summary>
internal abstract class Scene
{
    /// <summary>Bodies that move.</summary>
    internal abstract int Bodies { get; }

    /// <summary>Everything there is to see, from back to front.</summary>
    internal abstract SceneShape[] Shapes { get; }

    /// <summary>What must be in the picture; from body 0 along what the picture follows.</summary>
    internal abstract SceneBounds View { get; }

    /// <summary>What lies behind.</summary>
    internal virtual SceneBackdrop Backdrop => SceneBackdrop.Empty;

    /// <summary>The names of the limbs, where there are several: their tints tell them apart.</summary>
    internal virtual string[] Limbs => [];

    /// <summary>The body whose way is shown, and the point of it, if any.</summary>
    internal virtual (int Body, ScenePoint Point)? Trail => null;

    /// <summary>Where the bodies are in a state.</summary>
    /// <param name="state">The fields of the environment's state struct, in order, and whatever follows.</param>
    /// <param name="poses">[Bodies] write.</param>
    internal abstract void Place(ReadOnlySpan<double> state, Span<ScenePose> poses);
}
