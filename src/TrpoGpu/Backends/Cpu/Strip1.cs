using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>One vector wide.</summary>
internal unsafe struct Strip1<TLanes> : IStrip<Strip1<TLanes>, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private TLanes v0;

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<TLanes> Load(float* source) =>
        new()
        {
            v0 = TLanes.Load(source),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Strip1<TLanes> strip)
    {
        TLanes.Store(destination, strip.v0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<TLanes> Broadcast(float value) =>
        new()
        {
            v0 = TLanes.Broadcast(value),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<TLanes> AddProduct(TLanes scale, Strip1<TLanes> strip, Strip1<TLanes> sum) =>
        new()
        {
            v0 = TLanes.FusedMultiplyAdd(scale, strip.v0, sum.v0),
        };
}
