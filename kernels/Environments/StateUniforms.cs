using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>Uniform numbers in [0, 1) for a start state, by state component; a start state may use fewer.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct StateUniforms<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Uniform numbers a start state may use.</summary>
    public const int Capacity = 8;

    /// <summary>Number 0.</summary>
    public TReal U0;

    /// <summary>Number 1.</summary>
    public TReal U1;

    /// <summary>Number 2.</summary>
    public TReal U2;

    /// <summary>Number 3.</summary>
    public TReal U3;

    /// <summary>Number 4.</summary>
    public TReal U4;

    /// <summary>Number 5.</summary>
    public TReal U5;

    /// <summary>Number 6.</summary>
    public TReal U6;

    /// <summary>Number 7.</summary>
    public TReal U7;
}
