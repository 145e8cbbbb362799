using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <inheritdoc/>
public sealed class GpuAgreementTests : AgreementTests
{
    public static TheoryData<string> Cases => SimulatedDevice.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_agrees(string name) => CheckForward(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Modes_are_the_most_likely_actions(string name) => CheckModes(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_and_Fisher_products_agree(string name) => CheckGradientsAndFisherProducts(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Proximal_gradients_and_empirical_Fisher_products_agree(string name) =>
        CheckProximalGradientsAndEmpiricalFisherProducts(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Terms_of_a_candidate_agree(string name) => CheckTerms(name);

    protected override ComputeBackend CreateBackend() => SimulatedDevice.CreateBackend();
}
