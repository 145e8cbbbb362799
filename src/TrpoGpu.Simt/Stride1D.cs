namespace ILGPU;

/// <summary>How elements along one dimension lie in memory.</summary>
public static class Stride1D
{
    /// <summary>One after the other.</summary>
    public readonly struct Dense;
}
