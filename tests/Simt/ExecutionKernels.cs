using System;
using System.Collections.Concurrent;
using System.Threading;
using ILGPU;

namespace TrpoGpu.Tests.Simt;

/// <summary>Kernels that show how they are run, as a device's could not.</summary>
internal static class ExecutionKernels
{
    internal static ConcurrentQueue<(int Group, int Thread, Thread Host)> Trace { get; } = new();

    internal static Action Inner { get; set; } = () => { };

    internal static void Record(KernelArgument a) => Trace.Enqueue((Grid.IdxX, Group.IdxX, Thread.CurrentThread));

    internal static void RecordTwice(KernelArgument a)
    {
        Record(a);
        Group.Barrier();
        Record(a);
    }

    internal static void MirrorAroundInner(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(64);
        int t = Group.IdxX;
        tile[t] = a.Input[t];
        Group.Barrier();
        if (t == 7)
        {
            Inner();
        }

        float other = tile[Group.DimX - 1 - t];
        Group.Barrier();
        a.To.Output[t] = other;
    }

    internal static void DivideByNothing(KernelArgument a)
    {
        int t = Group.IdxX;
        Group.Barrier();
        a.To.Output[t] = 1 / (t - 3);
    }

    internal static void TakeMuchShared(KernelArgument a) => SharedMemory.Allocate<double>(6145)[0] = 0.0;

    internal static void CastToQuadruples(KernelArgument a)
    {
        ArrayView<Quadruple> quadruples = a.Input.SubView(a.N).Cast<Quadruple>();
        a.To.Output[0] = quadruples[0].D;
        a.To.Output[1] = quadruples.IntLength;
    }

    internal readonly record struct Quadruple(float A, float B, float C, float D);
}
