namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// One summand of a product:
/// <c>sum over k &lt; Depth of Scalars[m * RowStride + k * DepthStride] * Lanes[k * LaneStride + n]</c> at
/// row m and lane n.
/// </summary>
/// <remarks>
/// The scalars are broadcast, the lanes are loaded as vectors. The two strides of the scalars read a weight
/// matrix or its transpose from the same memory; a lane stride of zero repeats one row of lanes.
/// </remarks>
/// <param name="scalars">First scalar.</param>
/// <param name="rowStride">From the scalar of one row to that of the next.</param>
/// <param name="depthStride">From one scalar of a row to the next.</param>
/// <param name="lanes">First lane.</param>
/// <param name="laneStride">From one row of lanes to the next.</param>
/// <param name="depth">Products added; 0 for nothing.</param>
internal readonly unsafe struct ProductTerm(
    float* scalars, nint rowStride, nint depthStride, float* lanes, nint laneStride, int depth)
{
    public readonly float* Scalars = scalars;
    public readonly nint RowStride = rowStride;
    public readonly nint DepthStride = depthStride;
    public readonly float* Lanes = lanes;
    public readonly nint LaneStride = laneStride;
    public readonly int Depth = depth;

    /// <summary>
    /// The same summand from row <paramref name="row"/> and lane <paramref name="lane"/> on.
    /// </summary>
    public ProductTerm From(int row, int lane) =>
        new(Scalars + (row * RowStride), RowStride, DepthStride, Lanes + lane, LaneStride, Depth);
}
