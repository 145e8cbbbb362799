namespace TrpoGpu.Backends.Cpu;

/// <summary>Several vectors side by side: the width of a register block.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TLanes">One vector.</typeparam>
internal unsafe interface IStrip<TSelf, TLanes>
    where TSelf : unmanaged, IStrip<TSelf, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Floats in the strip.</summary>
    static abstract int Width { get; }

    /// <summary>The <see cref="Width"/> floats at an address.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes <see cref="Width"/> floats.</summary>
    static abstract void Store(float* destination, TSelf strip);

    /// <summary>One float everywhere.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary><c>scale * strip + sum</c>, rounded once.</summary>
    static abstract TSelf AddProduct(TLanes scale, TSelf strip, TSelf sum);
}
