using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Kronecker;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Matrices in device memory, in their layout, and what their products need.</summary>
internal sealed class GpuKroneckerMatrices : KroneckerMatrices
{
    private readonly GpuBackend owner;
    private readonly DeviceMemory<KroneckerPlace> layers;
    private readonly DeviceMemory<float> matrices;
    private readonly DeviceMemory<float> half;
    private readonly float[] rounded;

    internal GpuKroneckerMatrices(GpuBackend owner, KroneckerLayout layout)
        : base(owner, layout)
    {
        this.owner = owner;
        KroneckerPlace[] places = new KroneckerPlace[layout.Blocks.Length];
        for (int l = 0; l < places.Length; l++)
        {
            KroneckerBlock n = layout.Blocks[l];
            places[l] = new KroneckerPlace(
                n.Inputs, n.Outputs, n.Layer.WeightOffset, n.InputOffset, n.OutputOffset);
        }

        layers = owner.Upload(places, "the table of layers");
        matrices = owner.AllocateMemory<float>(layout.Length, "matrices of layers");
        matrices.Clear(owner.Stream);
        half = owner.AllocateMemory<float>(layout.Network.ParameterCount, "half a product");
        rounded = new float[layout.Length];
    }

    /// <summary>Bytes that they take.</summary>
    internal static long BytesFor(KroneckerLayout layout) =>
        (sizeof(int) * 5L * layout.Blocks.Length) +
        (sizeof(float) * ((long)layout.Length + layout.Network.ParameterCount));

    /// <summary>What the kernels read and write.</summary>
    internal KroneckerProductArguments Arguments(ArrayView<float> x, ArrayView<float> y) => new()
    {
        Parameters = Layout.Network.ParameterCount,
        NetworkParameters = Layout.Network.Mlp.ParameterCount,
        LayerCount = Layout.Blocks.Length,
        Free = Layout.FreeOffset,
        Layers = layers.View,
        Matrices = matrices.View,
        X = x,
        Half = half.View,
        Y = y,
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
        layers.Dispose();
        matrices.Dispose();
        half.Dispose();
    }

    private protected override void WriteCore(ReadOnlySpan<double> source)
    {
        for (int k = 0; k < rounded.Length; k++)
        {
            rounded[k] = (float)source[k];
        }

        matrices.View.CopyFromCPU(owner.Stream, new ReadOnlySpan<float>(rounded));
    }
}
