using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <inheritdoc/>
public sealed class GpuKroneckerTests : KroneckerAgreementTests
{
    private const string Narrow = "7-13-11-5-3 tanh DiagonalGaussian x 251";

    public static TheoryData<string> Cases => Affordably(SimulatedDevice.Cases);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Factors_agree(string name) => CheckFactors(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_agree(string name) => CheckProducts(name);

    [StandInTheory]
    [InlineData(Narrow)]
    [InlineData("31-33-32-31 softplus UnitGaussian x 33")]
    public void Products_have_the_bits_of_the_host(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        double[] matrices = Array.ConvertAll(
            new NormalNumbers(3).Array(new KroneckerLayout(problem.Shape).Length), value => (double)value);
        using EngineFixture device = new(problem, CreateBackend());
        using EngineFixture host = new(problem, new CpuBackend(1));
        Assert.Equal(
            host.KroneckerProduct(matrices, problem.Direction), device.KroneckerProduct(matrices, problem.Direction));
    }

    [StandInFact]
    public void Factors_and_matrices_take_what_was_counted_and_give_it_back()
    {
        SampleProblem problem = ShapeCases.Find(Narrow).CreateProblem();
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, problem.Rows);
        long before = backend.MemoryTaken;
        using (KroneckerWorkspace kronecker = backend.CreateKroneckerWorkspace(workspace))
        {
            Assert.Equal(
                backend.BytesOfKroneckerWorkspace(problem.Shape, problem.Rows), backend.MemoryTaken - before);
        }

        using (KroneckerMatrices matrices = backend.CreateKroneckerMatrices(problem.Shape))
        {
            Assert.Equal(backend.BytesOfKroneckerMatrices(problem.Shape), backend.MemoryTaken - before);
        }

        Assert.Equal(before, backend.MemoryTaken);
    }

    protected override ComputeBackend CreateBackend() => SimulatedDevice.CreateBackend();
}
