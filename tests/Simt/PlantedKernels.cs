using ILGPU;

namespace TrpoGpu.Tests.Simt;

/// <summary>The argument of the kernels that these tests run.</summary>
internal struct KernelArgument
{
    public ArrayView<float> Input;
    public Outputs To;
    public int N;

    internal struct Outputs
    {
        public ArrayView<float> Output;
    }
}

/// <summary>Kernels with one mistake each, and beside each its correct twin.</summary>
internal static class PlantedKernels
{
    internal static void Copy(KernelArgument a)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (k < a.N)
        {
            a.To.Output[k] = a.Input[k];
        }
    }

    internal static void CopyOutOfBounds(KernelArgument a)
    {
        int k = (Grid.IdxX * Group.DimX) + Group.IdxX;
        a.To.Output[k] = a.Input[0];
    }

    internal static void Mirror(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.GetDynamic<float>();
        int t = Group.IdxX;
        tile[t] = a.Input[t];
        Group.Barrier();
        a.To.Output[t] = tile[Group.DimX - 1 - t];
    }

    internal static void MirrorWithoutBarrier(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.GetDynamic<float>();
        int t = Group.IdxX;
        tile[t] = a.Input[t];
        a.To.Output[t] = tile[Group.DimX - 1 - t];
    }

    internal static void MirrorPartlyWritten(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.GetDynamic<float>();
        int t = Group.IdxX;
        if (t > 0)
        {
            tile[t] = a.Input[t];
        }

        Group.Barrier();
        a.To.Output[t] = tile[Group.DimX - 1 - t];
    }

    internal static void LargestPartlyWritten(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(64);
        int t = Group.IdxX;
        tile[t] = a.Input[t];
        Group.Barrier();
        float largest = 0f;
        for (int k = 0; k < tile.IntLength; k++)
        {
            // A comparison that a NaN loses hides it.
            largest = tile[k] > largest ? tile[k] : largest;
        }

        a.To.Output[t] = largest;
    }

    internal static void MirrorDivergent(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.GetDynamic<float>();
        int t = Group.IdxX;
        tile[t] = a.Input[t];
        if (t == 5)
        {
            return;
        }

        Group.Barrier();
        a.To.Output[t] = tile[Group.DimX - 1 - t];
    }

    /// <summary>The sum over a group, by halves.</summary>
    internal static void TreeSum(KernelArgument a)
    {
        ArrayView<float> tile = SharedMemory.GetDynamic<float>();
        int t = Group.IdxX;
        tile[t] = a.Input[(Grid.IdxX * Group.DimX) + t];
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (t < half)
            {
                tile[t] += tile[t + half];
            }
        }

        if (t == 0)
        {
            a.To.Output[Grid.IdxX] = tile[0];
        }
    }

    internal static void SumInThreadOrder(KernelArgument a)
    {
        ArrayView<float> sum = SharedMemory.Allocate<float>(1);
        if (Group.IdxX == 0)
        {
            sum[0] = 0f;
        }

        Group.Barrier();
        sum[0] += a.Input[(Grid.IdxX * Group.DimX) + Group.IdxX];
        Group.Barrier();
        if (Group.IdxX == 0)
        {
            a.To.Output[Grid.IdxX] = sum[0];
        }
    }

    internal static void SumInGroupOrder(KernelArgument a) => a.To.Output[0] += a.Input[Grid.IdxX];

    internal static void AddToUnwritten(KernelArgument a) => a.To.Output[Group.IdxX] += a.Input[Group.IdxX];
}
