using TrpoGpu.Backends.Cpu;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <inheritdoc/>
public sealed class CpuConjugateGradientTests() : ConjugateGradientTests(new CpuBackend(1))
{
    /// <inheritdoc/>
    protected override bool ScalarsAreOnTheHost => true;
}
