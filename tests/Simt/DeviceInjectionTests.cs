using System;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using TrpoGpu.Tests.Training;
using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>The injections of <see cref="InjectionTests"/>, into updates on the simulated device.</summary>
public sealed class DeviceInjectionTests : IDisposable
{
    private readonly GpuBackend backend = SimulatedDevice.CreateBackend();

    public static TheoryData<string, string, string> Cases => InjectionTests.Cases;

    public void Dispose() => backend.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_bad_gets_into_the_parameters(string number, string target, string place)
    {
        HeadShape head = place == "middle" ? HeadShape.Categorical(3) : HeadShape.DiagonalGaussian(2);
        InjectionTests.Check(backend, head, ActivationKind.Tanh, number, target, place);
    }
}
