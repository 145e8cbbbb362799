using System;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Simt;
using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>What the stand-in refuses, as a device would, and how its memory behaves.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly SimtScene scene = new();

    [Fact]
    public void Memory_beyond_the_size_is_refused_with_what_is_needed_and_free()
    {
        using SimtAccelerator small = new(new SimtOptions { MemorySize = 1000 });
        using MemoryBuffer1D<float, Stride1D.Dense> first = small.Allocate1D<float>(200);

        SimtException fault = Assert.Throws<SimtException>(() => small.Allocate1D<double>(26));
        first.Dispose();
        using MemoryBuffer1D<double, Stride1D.Dense> second = small.Allocate1D<double>(26);

        Assert.Equal(SimtFault.OutOfMemory, fault.Fault);
        Assert.Equal("expected at most 200 bytes of 1000 free, got 208 needed", fault.Message);
        Assert.Equal(208, second.LengthInBytes);
    }

    [Fact]
    public void Fresh_memory_holds_what_the_poison_seed_says()
    {
        using SimtAccelerator other = new(new SimtOptions { PoisonSeed = 1 });
        using MemoryBuffer1D<float, Stride1D.Dense> here = scene.Accelerator.Allocate1D<float>(100);
        using MemoryBuffer1D<float, Stride1D.Dense> there = other.Allocate1D<float>(100);

        float[] numbers = scene.Read(here.View);
        float[] others = new float[100];
        there.View.CopyToCPU(other.DefaultStream, others.AsSpan());

        Assert.All(numbers, number => Assert.Equal(0x7FEDu, BitConverter.SingleToUInt32Bits(number) >> 16));
        Assert.NotEqual(numbers.Select(BitConverter.SingleToInt32Bits), others.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_copy_to_page_locked_memory_holds_what_was_there_and_arrives_when_the_host_waits()
    {
        using AcceleratorStream stream = scene.Accelerator.CreateStream();
        using PageLockedArray1D<float> host = scene.Accelerator.AllocatePageLocked1D<float>(10);
        float[] expected = [.. scene.Read(scene.Input).Take(10)];

        scene.Input.CopyToPageLockedAsync(stream, host);
        scene.Input.MemSetToZero(stream);

        Assert.All(host.Span.ToArray(), number => Assert.Equal(0f, number));
        stream.Synchronize();
        Assert.Equal(expected, host.Span.ToArray());
        scene.Input.CopyToPageLockedAsync(stream, host);
        scene.Accelerator.Synchronize();
        Assert.All(host.Span.ToArray(), number => Assert.Equal(0f, number));
    }

    [Fact]
    public void An_exception_in_a_kernel_comes_out_with_its_place()
    {
        SimtException fault = Assert.Throws<SimtException>(() => scene.Run(ExecutionKernels.DivideByNothing, 1, 32));

        Assert.Equal(SimtFault.KernelException, fault.Fault);
        Assert.IsType<DivideByZeroException>(fault.InnerException);
        Assert.Contains("natural order, group 0 of 1, thread 3 of 32", fault.Message);
    }

    [Theory]
    [InlineData(1, 1025, "expected 1 to 1024 threads in a group, got 1025")]
    [InlineData(1, 0, "expected 1 to 1024 threads in a group, got 0")]
    [InlineData(0, 32, "expected at least one group, got 0")]
    public void A_launch_of_impossible_size_is_refused(int groups, int threads, string expected)
    {
        Action<AcceleratorStream, KernelConfig, KernelArgument> kernel =
            scene.Accelerator.LoadKernel<KernelArgument>(PlantedKernels.Copy);

        SimtException fault = Assert.Throws<SimtException>(
            () => kernel(scene.Accelerator.DefaultStream, new KernelConfig(groups, threads), scene.Argument()));

        Assert.Equal($"PlantedKernels.Copy: {expected}", fault.Message);
    }

    [Fact]
    public void Shared_memory_of_both_kinds_together_is_limited()
    {
        KernelConfig sizes = new(1, 1, SharedMemoryConfig.RequestDynamic<byte>((48 * 1024) - 8));
        Action<AcceleratorStream, KernelConfig, KernelArgument> kernel =
            scene.Accelerator.LoadKernel<KernelArgument>(PlantedKernels.SumInThreadOrder);

        SimtException both = Assert.Throws<SimtException>(
            () => kernel(scene.Accelerator.DefaultStream, sizes, scene.Argument()));
        SimtException one = Assert.Throws<SimtException>(() => scene.Run(ExecutionKernels.TakeMuchShared, 1, 1));

        Assert.Equal(SimtFault.SharedMemory, both.Fault);
        Assert.Contains("expected at most 0 more bytes of shared memory, got 4", both.Message);
        Assert.Contains("more bytes of shared memory, got 49160", one.Message);
    }

    [Fact]
    public void A_disposed_buffer_is_refused_by_its_name()
    {
        MemoryBuffer1D<float, Stride1D.Dense> gone = scene.Accelerator.Allocate1D<float>(10);
        KernelArgument argument = scene.Argument();
        argument.To.Output = gone.View;
        gone.Dispose();

        SimtException fault = Assert.Throws<SimtException>(() =>
            scene.Accelerator.LoadKernel<KernelArgument>(PlantedKernels.Copy)(
                scene.Accelerator.DefaultStream, SimtScene.Sizes(1, 1), argument));

        Assert.Contains("expected memory behind To.Output, got a disposed buffer", fault.Message);
        Assert.Throws<ObjectDisposedException>(() => scene.Read(argument.To.Output));
    }

    [Fact]
    public void A_cast_needs_an_aligned_beginning_and_takes_what_fits()
    {
        float[] output = scene.Run(ExecutionKernels.CastToQuadruples, 1, 1, n: 8);
        SimtException fault = Assert.Throws<SimtException>(
            () => scene.Run(ExecutionKernels.CastToQuadruples, 1, 1, n: 6));

        Assert.Equal([scene.Read(scene.Input)[11], 1022f], output.Take(2));
        Assert.Equal(SimtFault.OutOfBounds, fault.Fault);
        Assert.Contains("a multiple of 16 bytes", fault.Message);
    }

    [Theory]
    [InlineData(4096, 0)]
    [InlineData(-1, 1)]
    [InlineData(4000, 97)]
    [InlineData(0, -1)]
    public void A_part_outside_of_a_view_is_refused(int index, int length) =>
        Assert.Throws<SimtException>(() => scene.Input.SubView(index, length));

    [Fact]
    public void Only_a_static_method_is_a_kernel()
    {
        int captured = 1;

        Assert.Throws<NotSupportedException>(
            () => scene.Accelerator.LoadKernel<KernelArgument>(a => a.To.Output[0] = captured));
    }

    public void Dispose() => scene.Dispose();
}
