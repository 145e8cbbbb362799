using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <content>Device memory: what there is, and what things take. The host's is not counted.</content>
public abstract partial class ComputeBackend
{
    /// <summary>Bytes of device memory that this backend may use in all; null on the host.</summary>
    public virtual long? MemoryBytes => null;

    /// <summary>Bytes of device memory that it has taken so far.</summary>
    public virtual long MemoryTaken => 0;

    /// <summary>Bytes that a buffer takes.</summary>
    /// <param name="length">Numbers.</param>
    public long BytesOfBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return BytesOfBufferCore(length);
    }

    /// <summary>Bytes that <see cref="CreateConjugateGradient"/> takes.</summary>
    /// <param name="length">Unknowns.</param>
    public long BytesOfConjugateGradient(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return BytesOfConjugateGradientCore(length);
    }

    /// <summary>Bytes that <see cref="CreateEnvironments"/> takes.</summary>
    /// <param name="id">One of <see cref="BuiltInEnvironments"/>.</param>
    /// <param name="count">N.</param>
    /// <exception cref="ArgumentException">No built-in environment has this identifier.</exception>
    public long BytesOfEnvironments(string id, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return BytesOfEnvironmentsCore(BuiltInEnvironments.Find(id), count);
    }

    /// <summary>
    /// Bytes that <see cref="Rollout"/> and <see cref="ReadEpisodes"/> take at their first call besides what they are
    /// given.
    /// </summary>
    /// <param name="id">One of <see cref="BuiltInEnvironments"/>.</param>
    /// <param name="count">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="value">Who values.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    /// <exception cref="ArgumentException">No built-in environment has this identifier.</exception>
    public long BytesOfRollout(
        string id, int count, int steps, NetworkShape policy, NetworkShape value, long availableBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(value);
        return BytesOfRolloutCore(BuiltInEnvironments.Find(id), count, steps, policy, value, availableBytes);
    }

    /// <summary>What <see cref="CreateWorkspace"/> takes where so much memory is left.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="rowStride">The stride that <see cref="PrepareFisher"/> will be called with.</param>
    /// <param name="availableBytes">Memory that is left; a workspace takes no more than half of it if it can.</param>
    /// <param name="keepsOldDistribution">Whether the old distribution is kept while gradients are formed at other
    /// parameters: after <see cref="KeepOldDistribution"/>, or a <see cref="ProximalGradient"/> or likelihood gradient
    /// after a surrogate gradient of the same batch.</param>
    public WorkspaceNeed NeedOfWorkspace(
        NetworkShape shape, int capacity, int rowStride, long availableBytes, bool keepsOldDistribution = false)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowStride, 1);
        return NeedOfWorkspaceCore(shape, capacity, rowStride, availableBytes, keepsOldDistribution);
    }

    private protected virtual long BytesOfBufferCore(int length) => 0;

    private protected virtual long BytesOfConjugateGradientCore(int length) => 0;

    private protected virtual long BytesOfEnvironmentsCore(EnvironmentSpec spec, int count) => 0;

    private protected virtual long BytesOfRolloutCore(
        EnvironmentSpec spec, int count, int steps, NetworkShape policy, NetworkShape value, long availableBytes) => 0;

    private protected virtual WorkspaceNeed NeedOfWorkspaceCore(
        NetworkShape shape, int capacity, int rowStride, long availableBytes, bool keepsOldDistribution) =>
        new(0, capacity);
}
