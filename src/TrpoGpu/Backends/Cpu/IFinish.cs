using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Activations;

namespace TrpoGpu.Backends.Cpu;

/// <summary>What becomes of a block of a product while it is in the nearest cache.</summary>
internal unsafe interface IFinish
{
    /// <summary>Asks for what <see cref="Apply"/> reads besides the block, before the block is computed.</summary>
    /// <param name="block">Of the product.</param>
    void Prefetch(in BlockPlace block);

    /// <summary>Finishes a block.</summary>
    /// <param name="result">First float of the product.</param>
    /// <param name="block">Of the product.</param>
    void Apply<TLanes>(float* result, in BlockPlace block)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>Where a block lies in a product.</summary>
/// <param name="Offset">Floats from the product's first to the block's own first.</param>
/// <param name="Rows">Of the block.</param>
/// <param name="Lanes">Of the block, a multiple of a vector.</param>
/// <param name="Stride">From one row of the product to the next.</param>
internal readonly record struct BlockPlace(nint Offset, int Rows, int Lanes, nint Stride);

/// <summary>Nothing: the sums are the result.</summary>
internal readonly unsafe struct AsSummed : IFinish
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(in BlockPlace block)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes>(float* result, in BlockPlace block)
        where TLanes : unmanaged, ILanes<TLanes>
    {
    }
}

/// <summary>The sums are a layer's pre-activations, its outputs are wanted.</summary>
internal readonly unsafe struct Activated<TActivation> : IFinish
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(in BlockPlace block)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<TLanes>(float* result, in BlockPlace block)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* sums = result + block.Offset;
        for (int row = 0; row < block.Rows; row++, sums += block.Stride)
        {
            for (int lane = 0; lane < block.Lanes; lane += TLanes.Count)
            {
                TLanes.Store(sums + lane, TActivation.Value(TLanes.Load(sums + lane)));
            }
        }
    }
}

/// <summary>The sums are multiplied by the slope of an activation.</summary>
/// <param name="outputs">The layer's outputs, in the layout of the product.</param>
internal readonly unsafe struct TimesDerivative<TActivation>(float* outputs) : IFinish
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prefetch(in BlockPlace block)
    {
        float* values = outputs + block.Offset;
        for (int row = 0; row < block.Rows; row++, values += block.Stride)
        {
            for (int lane = 0; lane < block.Lanes; lane += CacheLine.Floats)
            {
                CacheLine.Prefetch(values + lane);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<TLanes>(float* result, in BlockPlace block)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* sums = result + block.Offset;
        float* values = outputs + block.Offset;
        for (int row = 0; row < block.Rows; row++, sums += block.Stride, values += block.Stride)
        {
            for (int lane = 0; lane < block.Lanes; lane += TLanes.Count)
            {
                TLanes slope = TActivation.DerivativeFromOutput(TLanes.Load(values + lane));
                TLanes.Store(sums + lane, slope * TLanes.Load(sums + lane));
            }
        }
    }
}
