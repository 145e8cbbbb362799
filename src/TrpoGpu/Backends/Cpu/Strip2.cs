using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Two vectors wide.</summary>
internal unsafe struct Strip2<TLanes> : IStrip<Strip2<TLanes>, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private TLanes v0;
    private TLanes v1;

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLanes.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<TLanes> Load(float* source) =>
        new()
        {
            v0 = TLanes.Load(source),
            v1 = TLanes.Load(source + TLanes.Count),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Strip2<TLanes> strip)
    {
        TLanes.Store(destination, strip.v0);
        TLanes.Store(destination + TLanes.Count, strip.v1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<TLanes> Broadcast(float value) =>
        new()
        {
            v0 = TLanes.Broadcast(value),
            v1 = TLanes.Broadcast(value),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<TLanes> AddProduct(TLanes scale, Strip2<TLanes> strip, Strip2<TLanes> sum) =>
        new()
        {
            v0 = TLanes.FusedMultiplyAdd(scale, strip.v0, sum.v0),
            v1 = TLanes.FusedMultiplyAdd(scale, strip.v1, sum.v1),
        };
}
