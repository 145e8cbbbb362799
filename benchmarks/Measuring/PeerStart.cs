namespace TrpoGpu.Benchmarks.Measuring;

/// <summary>How a peer is started.</summary>
/// <param name="Name"><c>torch</c> or <c>jax</c>.</param>
/// <param name="Python">What runs it.</param>
/// <param name="Folder">Where its script is.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
internal sealed record PeerStart(string Name, string Python, string Folder, string Device)
{
    /// <summary>Threads of a peer on the CPU; as many as it likes if null.</summary>
    public int? Threads { get; init; }

    /// <summary>A folder in which it finds its BLAS before it looks elsewhere; none if null.</summary>
    public string? Libraries { get; init; }
}
