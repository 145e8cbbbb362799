using System;
using System.Runtime.InteropServices;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>Numbers of a recorded state as the environment's own struct.</summary>
internal static class SceneState
{
    /// <summary>The state whose fields come first in <paramref name="numbers"/>.</summary>
    internal static TState As<TState>(ReadOnlySpan<double> numbers)
        where TState : unmanaged =>
        MemoryMarshal.Read<TState>(MemoryMarshal.AsBytes(numbers));
}
