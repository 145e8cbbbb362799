using TrpoGpu.Backends;
using TrpoGpu.Kernels.Solver;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <inheritdoc/>
public sealed class GpuConjugateGradientTests() : ConjugateGradientTests(SimulatedDevice.CreateBackend())
{
    /// <inheritdoc/>
    protected override bool ScalarsAreOnTheHost => false;

    [Theory]
    [InlineData(StopReason.Running, SolveScalars.Running)]
    [InlineData(StopReason.Converged, SolveScalars.Converged)]
    [InlineData(StopReason.ZeroRightHandSide, SolveScalars.ZeroRightHandSide)]
    [InlineData(StopReason.NonFiniteRightHandSide, SolveScalars.NonFiniteRightHandSide)]
    [InlineData(StopReason.NegativeCurvature, SolveScalars.NegativeCurvature)]
    [InlineData(StopReason.CurvatureLost, SolveScalars.CurvatureLost)]
    [InlineData(StopReason.NonFinite, SolveScalars.NonFinite)]
    public void Host_and_device_number_the_reasons_alike(StopReason reason, double state) =>
        Assert.Equal((double)(int)reason, state);
}
