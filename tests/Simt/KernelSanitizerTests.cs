using System.Collections.Generic;
using ILGPU.Runtime.Simt;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>
/// The engine's own kernels under the sanitizer: every launch in several orders of threads and groups, with different
/// garbage in fresh memory, must give the same bits.
/// </summary>
public sealed class KernelSanitizerTests
{
    [Theory]
    [InlineData("1-1 tanh DiagonalGaussian x 1")]
    [InlineData("5-16-5 tanh MultiCategorical x 65")]
    [InlineData("7-13-11-5-3 tanh DiagonalGaussian x 251")]
    [InlineData("11-64-64-3 tanh DiagonalGaussian x 65")]
    [InlineData("31-33-32-31 softplus UnitGaussian x 33")]
    [InlineData("128-127-128-4 elu DiagonalGaussian x 17")]
    [InlineData("65-17 tanh Categorical x 65")]
    public void An_update_depends_on_no_order_and_no_garbage(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        List<double> expected = Everything(problem, new SimtOptions { Sanitize = true });
        Assert.Equal(expected, Everything(problem, new SimtOptions { Sanitize = false, Seed = 7, PoisonSeed = 9 }));
    }

    private static List<double> Everything(SampleProblem problem, SimtOptions options)
    {
        OpenDevice device = new(new SimtAccelerator(options), null);
        using EngineFixture fixture = new(problem, new GpuBackend("simulated", device));
        return fixture.Everything();
    }
}
