namespace TrpoGpu.Backends;

/// <summary>What a workspace takes of a device's memory.</summary>
/// <param name="Bytes">In all; 0 on the host, whose memory is not counted.</param>
/// <param name="RowsAtOnce">
/// Rows whose activations are kept at once: the capacity, or less where that does not fit. Every sweep then computes
/// chunk after chunk anew: slower, with equal bits.
/// </param>
public readonly record struct WorkspaceNeed(long Bytes, int RowsAtOnce);
