using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Four vectors wide.</summary>
internal unsafe struct Strip4<TLanes> : IStrip<Strip4<TLanes>, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private TLanes v0;
    private TLanes v1;
    private TLanes v2;
    private TLanes v3;

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * TLanes.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<TLanes> Load(float* source) =>
        new()
        {
            v0 = TLanes.Load(source),
            v1 = TLanes.Load(source + TLanes.Count),
            v2 = TLanes.Load(source + (2 * TLanes.Count)),
            v3 = TLanes.Load(source + (3 * TLanes.Count)),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Strip4<TLanes> strip)
    {
        TLanes.Store(destination, strip.v0);
        TLanes.Store(destination + TLanes.Count, strip.v1);
        TLanes.Store(destination + (2 * TLanes.Count), strip.v2);
        TLanes.Store(destination + (3 * TLanes.Count), strip.v3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<TLanes> Broadcast(float value) =>
        new()
        {
            v0 = TLanes.Broadcast(value),
            v1 = TLanes.Broadcast(value),
            v2 = TLanes.Broadcast(value),
            v3 = TLanes.Broadcast(value),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<TLanes> AddProduct(TLanes scale, Strip4<TLanes> strip, Strip4<TLanes> sum) =>
        new()
        {
            v0 = TLanes.FusedMultiplyAdd(scale, strip.v0, sum.v0),
            v1 = TLanes.FusedMultiplyAdd(scale, strip.v1, sum.v1),
            v2 = TLanes.FusedMultiplyAdd(scale, strip.v2, sum.v2),
            v3 = TLanes.FusedMultiplyAdd(scale, strip.v3, sum.v3),
        };
}
