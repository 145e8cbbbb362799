using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Kernels.Benchmarking;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>The kernels that measure a device do what they are counted for.</summary>
public sealed class RateKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(257)]
    public void A_copy_is_whole(int words)
    {
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        float[] numbers = [.. Enumerable.Range(0, 4 * words).Select(k => (float)k)];
        using DeviceMemory<float> source = backend.Upload(numbers, "source");
        using DeviceMemory<float> target = backend.AllocateMemory<float>(numbers.Length, "target");

        backend.Kernels.Load<CopyRateArguments>(CopyRate.Kernel)(backend.Stream, new KernelConfig(2, 8), new()
        {
            Words = words,
            Source = source.View.Cast<Float4>(),
            Target = target.View.Cast<Float4>(),
        });

        float[] copied = new float[numbers.Length];
        target.View.CopyToCPU(backend.Stream, copied);
        Assert.Equal(numbers, copied);
    }

    [Fact]
    public void Chains_of_multiply_adds_reach_their_fixed_point()
    {
        using GpuBackend backend = SimulatedDevice.CreateBackend();
        using DeviceMemory<float> result = backend.AllocateMemory<float>(6, "result");

        backend.Kernels.Load<FmaRateArguments>(FmaRate.Kernel)(backend.Stream, new KernelConfig(2, 3), new()
        {
            Rounds = 8,
            Factor = 0.5f,
            Addend = Float4.Of(0.25f),
            Result = result.View,
        });

        float[] sums = new float[6];
        result.View.CopyToCPU(backend.Stream, sums);
        Assert.All(sums, sum => Assert.Equal(FmaRate.Chains * 0.5f, sum));
        Assert.Equal(2.0 * 16 * 8 * 8 * 6, FmaRate.Flops(threads: 6, rounds: 8));
    }

    [Fact]
    public void The_processor_is_measured_and_what_is_slow_on_purpose_is_not()
    {
        using CpuBackend cpu = new(2);
        using ReferenceBackend reference = new();
        using GpuBackend simulated = SimulatedDevice.CreateBackend();
        DeviceRates rates = DeviceRates.Measure(cpu);
        Assert.True(rates.CopyGigabytes > 0.1);
        Assert.True(rates.FmaGigaflops > 0.1);
        Assert.Equal(default, DeviceRates.Measure(reference));
        Assert.Equal(default, DeviceRates.Measure(simulated));
    }

    [Fact]
    public void Waiting_for_any_backend_is_allowed()
    {
        foreach (ComputeBackend backend in
            (ComputeBackend[])[new CpuBackend(1), new ReferenceBackend(), SimulatedDevice.CreateBackend()])
        {
            backend.Synchronize();
            backend.Dispose();
        }
    }
}
