namespace TrpoGpu.GpuCheck.Peers;

/// <summary>How many times as fast the engine is as a peer, measured in turns.</summary>
/// <param name="Peer"><c>torch</c> or <c>jax</c>.</param>
/// <param name="Version">Of the framework, as the peer names it.</param>
/// <param name="Operation">By its name in <c>trpo bench</c>.</param>
/// <param name="Variant">How the peer computes it.</param>
/// <param name="Subject">Widths.</param>
/// <param name="Rows">B.</param>
/// <param name="Seconds">The engine's median.</param>
/// <param name="PeerSeconds">The peer's median.</param>
/// <param name="Ratio">The median over rounds of peer's seconds by the engine's.</param>
internal sealed record PeerRatio(
    string Peer, string Version, string Operation, string Variant, string Subject, int Rows, double Seconds,
    double PeerSeconds, double Ratio);
