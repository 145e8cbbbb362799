using System;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Simt;

namespace TrpoGpu.Tests.Simt;

/// <summary>A device with an input of awkward numbers and an output, and a way to run kernels on them.</summary>
internal sealed class SimtScene : IDisposable
{
    internal const int Length = 4096;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> input;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> output;

    internal SimtScene(SimtOptions? options = null)
    {
        Accelerator = new SimtAccelerator(options ?? new SimtOptions());
        input = Accelerator.Allocate1D<float>(Length);
        output = Accelerator.Allocate1D<float>(Length);
        float[] numbers = new float[Length];
        Random random = new(1);
        for (int k = 0; k < Length; k++)
        {
            numbers[k] = MathF.Exp(8f * (random.NextSingle() - 0.5f));
        }

        input.View.CopyFromCPU(Accelerator.DefaultStream, numbers);
        output.View.MemSetToZero(Accelerator.DefaultStream);
    }

    internal SimtAccelerator Accelerator { get; }

    internal ArrayView<float> Input => input.View;

    internal ArrayView<float> Output => output.View;

    internal KernelArgument Argument(int n = Length) => new()
    {
        Input = Input,
        To = new KernelArgument.Outputs { Output = Output },
        N = n,
    };

    internal static KernelConfig Sizes(int groups, int threads) =>
        new(groups, threads, SharedMemoryConfig.RequestDynamic<float>(threads));

    internal float[] Run(Action<KernelArgument> kernel, int groups, int threads, int n = Length)
    {
        Accelerator.LoadKernel(kernel)(Accelerator.DefaultStream, Sizes(groups, threads), Argument(n));
        return Read(Output);
    }

    internal float[] Read(ArrayView<float> view)
    {
        float[] numbers = new float[view.Length];
        view.CopyToCPU(Accelerator.DefaultStream, numbers.AsSpan());
        return numbers;
    }

    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        Accelerator.Dispose();
    }
}
