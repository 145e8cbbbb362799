using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <content>Curvature that is a Kronecker product in every layer (Martens and Grosse 2015).</content>
public abstract partial class ComputeBackend
{
    /// <summary>Allocates what the Kronecker factors of a network's batches take besides its workspace.</summary>
    /// <param name="workspace">The network and the most rows.</param>
    public KroneckerWorkspace CreateKroneckerWorkspace(NetworkWorkspace workspace)
    {
        Check(workspace, WorkspaceStage.Empty);
        return CreateKroneckerWorkspaceCore(workspace);
    }

    /// <summary>
    /// The Kronecker factors of the Fisher matrix, averaged over the rows that <see cref="PrepareFisher"/> was asked
    /// for: <c>A_l = mean_b a_b a_b'</c>, a_b the inputs of layer l and a one for the bias, and
    /// <c>G_l = mean_b J_b' M_b J_b</c>, J_b the Jacobian of the network's outputs with respect to those of layer l
    /// before its activation.
    /// </summary>
    /// <remarks>
    /// The Fisher matrix of the weights and bias of layer l is the mean of the Kronecker products of what is averaged
    /// here; A_l and G_l stand for it as the product of the means. G_l is exact, no action is drawn for it. The free
    /// parameters have their Fisher information (<see cref="HeadShape.FreeInformation"/>), which is exact as well.
    /// </remarks>
    /// <param name="kronecker">Its network's workspace after <see cref="PrepareFisher"/>.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    /// <param name="destination">In the layout of the workspace, write; both triangles of every matrix.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void ReadKroneckerFactors(
        KroneckerWorkspace kronecker, ComputeBuffer parameters, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(kronecker);
        Check(kronecker.Network, WorkspaceStage.FisherReady);
        Check(parameters, kronecker.Network.Shape.ParameterCount, "P");
        if (destination.Length != kronecker.Layout.Length)
        {
            throw new ArgumentException(
                $"ReadKroneckerFactors: the destination has room for {destination.Length} numbers, expected those of " +
                $"the factors of {kronecker.Network.Shape}: {kronecker.Layout.Length}.", nameof(destination));
        }

        destination[kronecker.Layout.FreeOffset..].Fill(kronecker.Network.Shape.Head.FreeInformation);
        ReadKroneckerFactorsCore(kronecker, parameters, destination);
    }

    /// <summary>Allocates the matrices of <see cref="ApplyKroneckerProduct"/>: zeros.</summary>
    public KroneckerMatrices CreateKroneckerMatrices(NetworkShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return CreateKroneckerMatricesCore(new KroneckerLayout(shape));
    }

    /// <summary>
    /// <c>Y_l = Left_l X_l Right_l'</c> in every layer, X_l [I+1,O] its weights and, as the last row, its bias; a free
    /// parameter is multiplied by its number.
    /// </summary>
    /// <param name="matrices">What is applied.</param>
    /// <param name="x">[P] read.</param>
    /// <param name="y">[P] write; not x.</param>
    public void ApplyKroneckerProduct(KroneckerMatrices matrices, ComputeBuffer x, ComputeBuffer y)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        if (!ReferenceEquals(matrices.Owner, this))
        {
            throw new ArgumentException(
                $"ApplyKroneckerProduct: the matrices belong to backend '{matrices.Owner.Name}', expected some of " +
                $"this backend ('{Name}').", nameof(matrices));
        }

        Check(x, matrices.Layout.Network.ParameterCount, "P");
        Check(y, matrices.Layout.Network.ParameterCount, "P");
        if (ReferenceEquals(x, y))
        {
            throw new ArgumentException(
                "ApplyKroneckerProduct: y overwrites x while it is read. Give it its own buffer.", nameof(y));
        }

        ApplyKroneckerProductCore(matrices, x, y);
    }

    /// <summary>Bytes of device memory that <see cref="CreateKroneckerWorkspace"/> takes.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="capacity">The most rows of its workspace.</param>
    public long BytesOfKroneckerWorkspace(NetworkShape shape, int capacity)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return BytesOfKroneckerWorkspaceCore(shape, capacity);
    }

    /// <summary>Bytes of device memory that <see cref="CreateKroneckerMatrices"/> takes.</summary>
    public long BytesOfKroneckerMatrices(NetworkShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return BytesOfKroneckerMatricesCore(shape);
    }

    private protected abstract KroneckerWorkspace CreateKroneckerWorkspaceCore(NetworkWorkspace workspace);

    private protected abstract void ReadKroneckerFactorsCore(
        KroneckerWorkspace kronecker, ComputeBuffer parameters, Span<double> destination);

    private protected abstract KroneckerMatrices CreateKroneckerMatricesCore(KroneckerLayout layout);

    private protected abstract void ApplyKroneckerProductCore(
        KroneckerMatrices matrices, ComputeBuffer x, ComputeBuffer y);

    private protected virtual long BytesOfKroneckerWorkspaceCore(NetworkShape shape, int capacity) => 0;

    private protected virtual long BytesOfKroneckerMatricesCore(NetworkShape shape) => 0;
}
