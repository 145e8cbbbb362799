using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <summary>
/// Memory for the Kronecker factors of one network over the batches of its workspace. Who needs no factors creates
/// none.
/// </summary>
public abstract class KroneckerWorkspace : IDisposable
{
    private protected KroneckerWorkspace(NetworkWorkspace network)
    {
        Network = network;
        Layout = new KroneckerLayout(network.Shape);
    }

    /// <summary>The network over a batch that they are factors of.</summary>
    public NetworkWorkspace Network { get; }

    /// <summary>Where <see cref="ComputeBackend.ReadKroneckerFactors"/> puts what.</summary>
    public KroneckerLayout Layout { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
