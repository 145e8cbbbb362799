using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <summary>
/// The contract in double precision by plain loops: what the other backends are compared with. Written to be
/// obviously right; slow, one thread, and it allocates as it goes.
/// </summary>
/// <remarks>
/// It shares no formula with the kernels: networks, activations and action distributions are written out here
/// from their definitions with <see cref="System.Math"/>. Buffers hold doubles; reading floats from them
/// rounds once.
/// </remarks>
public sealed partial class ReferenceBackend : ComputeBackend
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public override string Description =>
        "double precision by plain loops, one thread: for comparison, not for speed";

    /// <summary>Does nothing: the memory is the collector's.</summary>
    public override void Dispose()
    {
    }

    private protected override ComputeBuffer AllocateCore(int length) => new ReferenceBuffer(this, length);

    private protected override NetworkWorkspace CreateWorkspaceCore(NetworkShape shape, int capacity) =>
        new ReferenceWorkspace(this, shape, capacity);

    private static double[] Values(ComputeBuffer buffer) => ((ReferenceBuffer)buffer).Values;
}
