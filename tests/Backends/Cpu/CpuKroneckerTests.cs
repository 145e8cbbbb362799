using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <inheritdoc/>
public sealed class CpuKroneckerTests : KroneckerAgreementTests
{
    public static TheoryData<string> Cases => Affordably(ShapeCases.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Factors_agree(string name) => CheckFactors(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_agree(string name) => CheckProducts(name);

    protected override ComputeBackend CreateBackend() => new CpuBackend(2);
}
