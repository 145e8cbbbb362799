using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Simt;
using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>Groups and threads run in any order, on as few threads of the host as barriers allow.</summary>
[Collection(AloneCollection.Name)]
public sealed class ExecutionTests : IDisposable
{
    public ExecutionTests() => ExecutionKernels.Trace.Clear();

    [Fact]
    public void A_sum_by_halves_has_the_same_bits_in_every_order()
    {
        float[] expected = Sums(new SimtOptions { Sanitize = false, Workers = 1 });

        Assert.All(
            new SimtOptions[]
            {
                new() { Sanitize = false, Workers = 1, Seed = 1 },
                new() { Sanitize = false, Workers = 1, Seed = 2, PoisonSeed = 5 },
                new() { Sanitize = false, Workers = 2, Seed = 3 },
                new() { Sanitize = false, Workers = 3 },
                new() { Seed = 4 },
            },
            options => Assert.Equal(expected, Sums(options)));
        Assert.Equal(16, expected.Distinct().Count());
    }

    [Fact]
    public void A_kernel_without_barriers_runs_on_the_launching_thread_alone()
    {
        using SimtScene scene = new(new SimtOptions { Sanitize = false, Workers = 1 });

        scene.Run(ExecutionKernels.Record, 3, 100);

        Assert.All(ExecutionKernels.Trace, entry => Assert.Same(Thread.CurrentThread, entry.Host));
        Assert.Equal(300, ExecutionKernels.Trace.Count);
        Assert.Equal(0, scene.Accelerator.ThreadCount);
    }

    [Fact]
    public void Threads_that_wait_have_a_stack_each_and_disposal_ends_them()
    {
        using SimtScene scene = new(new SimtOptions { Sanitize = false, Workers = 2 });

        scene.Run(ExecutionKernels.RecordTwice, 8, 100);
        scene.Run(ExecutionKernels.RecordTwice, 8, 100);

        Assert.InRange(scene.Accelerator.ThreadCount, 100, 201);
        scene.Accelerator.Dispose();
        Assert.All(Hosts(), host => Assert.True((host == Thread.CurrentThread) || !host.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => scene.Run(ExecutionKernels.Record, 1, 1));
    }

    [Fact]
    public void The_natural_order_is_by_group_and_thread_and_a_seed_changes_it()
    {
        (int, int)[] natural = Order(0);
        (int, int)[] random = Order(1);

        Assert.Equal(from g in Enumerable.Range(0, 4) from t in Enumerable.Range(0, 8) select (g, t), natural);
        Assert.NotEqual(natural, random);
        Assert.Equal(natural, random.Order());
        Assert.Equal(random, Order(1));
        Assert.NotEqual(random, Order(2));
    }

    [Fact]
    public void A_launch_allocates_nothing()
    {
        using SimtScene scene = new(new SimtOptions { Workers = 1 });
        using SimtScene fast = new(new SimtOptions { Sanitize = false, Seed = 1, Workers = 2 });
        Action[] launches = [.. Launches(scene), .. Launches(fast)];

        foreach (Action launch in launches)
        {
            launch();
            launch();
        }

        // What the runtime does beside the launches may allocate now and then, never every time.
        Assert.Equal(0, Enumerable.Range(0, 8).Min(_ => Allocated(launches)));
    }

    [Fact]
    public void A_kernel_on_one_device_can_wait_while_another_device_is_used()
    {
        using SimtScene outer = new(new SimtOptions { Sanitize = false, Seed = 1 });
        using SimtScene inner = new(new SimtOptions { Sanitize = false, Seed = 2 });
        float[] innerOutput = [];
        ExecutionKernels.Inner = () => innerOutput = inner.Run(PlantedKernels.Mirror, 1, 64);

        float[] output = outer.Run(ExecutionKernels.MirrorAroundInner, 1, 64);

        float[] expected = [.. outer.Read(outer.Input).Take(64).Reverse()];
        Assert.Equal(expected, output.Take(64));
        Assert.Equal(expected, innerOutput.Take(64));
    }

    [Fact]
    public void A_kernel_cannot_launch_on_its_own_device()
    {
        using SimtScene scene = new(new SimtOptions { Sanitize = false });
        ExecutionKernels.Inner = () => scene.Run(PlantedKernels.Copy, 1, 1);

        SimtException fault = Assert.Throws<SimtException>(
            () => scene.Run(ExecutionKernels.MirrorAroundInner, 1, 64));

        Assert.Equal(SimtFault.InvalidLaunch, fault.Fault);
        Assert.Contains("expected a launch by the host, got one by a kernel", fault.Message);
    }

    [Fact]
    public void Hosts_that_launch_at_once_take_turns()
    {
        using SimtScene scene = new(new SimtOptions { Sanitize = false });
        Action<AcceleratorStream, KernelConfig, KernelArgument> kernel =
            scene.Accelerator.LoadKernel<KernelArgument>(PlantedKernels.Mirror);
        Thread[] hosts =
        [
            .. Enumerable.Range(0, 4).Select(k => new Thread(() =>
            {
                for (int i = 0; i < 5; i++)
                {
                    kernel(scene.Accelerator.DefaultStream, SimtScene.Sizes(1, 32), scene.Argument());
                }
            })),
        ];

        Array.ForEach(hosts, host => host.Start());
        Array.ForEach(hosts, host => host.Join());

        Assert.Equal(scene.Read(scene.Input).Take(32).Reverse(), scene.Read(scene.Output).Take(32));
    }

    public void Dispose()
    {
        ExecutionKernels.Trace.Clear();
        ExecutionKernels.Inner = () => { };
    }

    private static IEnumerable<Thread> Hosts() => ExecutionKernels.Trace.Select(entry => entry.Host).Distinct();

    private static float[] Sums(SimtOptions options)
    {
        using SimtScene scene = new(options);
        return [.. scene.Run(PlantedKernels.TreeSum, 16, 32).Take(16)];
    }

    private static (int Group, int Thread)[] Order(ulong seed)
    {
        ExecutionKernels.Trace.Clear();
        using SimtScene scene = new(new SimtOptions { Sanitize = false, Workers = 1, Seed = seed });
        scene.Run(ExecutionKernels.Record, 4, 8);
        return [.. ExecutionKernels.Trace.Select(entry => (entry.Group, entry.Thread))];
    }

    private static IEnumerable<Action> Launches(SimtScene scene)
    {
        AcceleratorStream stream = scene.Accelerator.DefaultStream;
        Action<AcceleratorStream, KernelConfig, KernelArgument> sum =
            scene.Accelerator.LoadKernel<KernelArgument>(PlantedKernels.TreeSum);
        Action<AcceleratorStream, KernelConfig, KernelArgument> copy =
            scene.Accelerator.LoadKernel<KernelArgument>(PlantedKernels.Copy);
        PageLockedArray1D<float> host = scene.Accelerator.AllocatePageLocked1D<float>(16);
        yield return () => sum(stream, SimtScene.Sizes(4, 16), scene.Argument());
        yield return () => copy(stream, SimtScene.Sizes(8, 32), scene.Argument());
        yield return () =>
        {
            scene.Output.CopyToPageLockedAsync(stream, host);
            scene.Output.SubView(16, 16).CopyFromPageLockedAsync(stream, host);
            stream.Synchronize();
        };
    }

    private static long Allocated(Action[] launches)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (Action launch in launches)
        {
            launch();
        }

        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
