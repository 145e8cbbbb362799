using System;
using System.Linq;
using ILGPU.Runtime.Simt;
using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>The stand-in reports each planted mistake as what it is, and lets the correct twin pass.</summary>
public sealed class SanitizerTests : IDisposable
{
    private readonly SimtScene scene = new();

    [Fact]
    public void A_write_out_of_bounds_is_reported_with_its_place()
    {
        SimtException fault = MustFail(PlantedKernels.CopyOutOfBounds, 33, 128, SimtFault.OutOfBounds);

        Assert.Contains("PlantedKernels.CopyOutOfBounds", fault.Message);
        Assert.Contains("group 32 of 33, thread 0 of 128", fault.Message);
        Assert.Contains("expected an index from 0 to 4095 into a view of 4096 Single, got 4096", fault.Message);
        Assert.Equal(scene.Read(scene.Input), scene.Run(PlantedKernels.Copy, 33, 128));
    }

    [Fact]
    public void A_missing_barrier_is_reported_as_dependence_on_the_order()
    {
        SimtException fault = MustFail(PlantedKernels.MirrorWithoutBarrier, 1, 64, SimtFault.OrderDependent);

        Assert.Contains("To.Output[", fault.Message);
        Assert.Contains("missing barrier", fault.Message);
        MirrorMustPass();
    }

    [Fact]
    public void An_uninitialised_shared_read_is_reported()
    {
        SimtException fault = MustFail(PlantedKernels.MirrorPartlyWritten, 1, 64, SimtFault.UninitializedRead);

        Assert.Contains("To.Output[63] of 4096", fault.Message);
        Assert.Contains("shared memory was read before it was written", fault.Message);
        MirrorMustPass();
    }

    [Fact]
    public void An_uninitialised_read_that_a_comparison_hides_is_reported() =>
        MustFail(PlantedKernels.LargestPartlyWritten, 1, 32, SimtFault.UninitializedRead);

    [Fact]
    public void An_uninitialised_device_read_is_reported()
    {
        using ILGPU.Runtime.MemoryBuffer1D<float, ILGPU.Stride1D.Dense> fresh =
            scene.Accelerator.Allocate1D<float>(64);
        KernelArgument argument = scene.Argument();
        argument.To.Output = fresh.View;

        SimtException fault = Assert.Throws<SimtException>(() =>
            ILGPU.Runtime.KernelLoaders.LoadKernel<KernelArgument>(scene.Accelerator, PlantedKernels.AddToUnwritten)(
                scene.Accelerator.DefaultStream, SimtScene.Sizes(1, 64), argument));

        Assert.Equal(SimtFault.UninitializedRead, fault.Fault);
        Assert.Contains("device memory was read before it was written", fault.Message);
        scene.Run(PlantedKernels.AddToUnwritten, 1, 64);
    }

    [Fact]
    public void A_barrier_that_one_thread_never_reaches_is_reported()
    {
        SimtException fault = MustFail(PlantedKernels.MirrorDivergent, 1, 64, SimtFault.DivergentBarrier);

        Assert.Contains("expected all 64 threads at a barrier, got 63; thread 5 returned", fault.Message);
        MirrorMustPass();
    }

    [Fact]
    public void A_sum_in_the_order_of_threads_is_reported()
    {
        MustFail(PlantedKernels.SumInThreadOrder, 2, 64, SimtFault.OrderDependent);
        scene.Run(PlantedKernels.TreeSum, 2, 64);
    }

    [Fact]
    public void A_sum_in_the_order_of_groups_is_reported() =>
        MustFail(PlantedKernels.SumInGroupOrder, 50, 1, SimtFault.OrderDependent);

    public void Dispose() => scene.Dispose();

    private void MirrorMustPass()
    {
        float[] output = scene.Run(PlantedKernels.Mirror, 1, 64);
        Assert.Equal(scene.Read(scene.Input).Take(64).Reverse(), output.Take(64));
    }

    private SimtException MustFail(Action<KernelArgument> kernel, int groups, int threads, SimtFault fault)
    {
        SimtException exception = Assert.Throws<SimtException>(() => scene.Run(kernel, groups, threads));
        Assert.True(exception.Fault == fault, $"expected {fault}, got {exception.Fault}: {exception.Message}");
        return exception;
    }
}
