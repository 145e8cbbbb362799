using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>The action of one step, by column; unused columns are whatever the caller left there.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct ActionValues<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Columns a built-in environment may have.</summary>
    public const int Capacity = 8;

    /// <summary>Column 0.</summary>
    public TReal A0;

    /// <summary>Column 1.</summary>
    public TReal A1;

    /// <summary>Column 2.</summary>
    public TReal A2;

    /// <summary>Column 3.</summary>
    public TReal A3;

    /// <summary>Column 4.</summary>
    public TReal A4;

    /// <summary>Column 5.</summary>
    public TReal A5;

    /// <summary>Column 6.</summary>
    public TReal A6;

    /// <summary>Column 7.</summary>
    public TReal A7;
}
