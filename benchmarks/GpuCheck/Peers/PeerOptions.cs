namespace TrpoGpu.GpuCheck.Peers;

/// <summary>Where peers are and what they compute on.</summary>
/// <param name="Folder">With their scripts.</param>
/// <param name="Python">What runs them.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
internal sealed record PeerOptions(string Folder, string Python, string Device);
