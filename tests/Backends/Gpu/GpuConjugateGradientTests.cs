using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <inheritdoc/>
public sealed class GpuConjugateGradientTests() : ConjugateGradientTests(SimulatedDevice.CreateBackend())
{
    /// <inheritdoc/>
    protected override bool ScalarsAreOnTheHost => false;
}
