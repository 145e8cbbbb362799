using ILGPU;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Networks over tiles: what rollouts of networks too wide for one launch ask of the backend.</summary>
internal interface ITileForward
{
    /// <summary>Launches the forward pass of a network.</summary>
    /// <param name="network">Its shape.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="observations">[tiles,I,64] read; rows that do not count hold anything.</param>
    /// <param name="rows">Rows that count.</param>
    /// <param name="distribution">[tiles,A,64] write: network outputs, then free parameters.</param>
    void Forward(
        NetworkShape network, ArrayView<float> parameters, ArrayView<float> observations, int rows,
        ArrayView<float> distribution);
}
