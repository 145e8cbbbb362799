using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>Uniform numbers in [0, 1) for a start state; a start state may use fewer.</summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct StateUniforms<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Uniform numbers a start state may use.</summary>
    public const int Capacity = 20;

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

    /// <summary>Number 8.</summary>
    public TReal U8;

    /// <summary>Number 9.</summary>
    public TReal U9;

    /// <summary>Number 10.</summary>
    public TReal U10;

    /// <summary>Number 11.</summary>
    public TReal U11;

    /// <summary>Number 12.</summary>
    public TReal U12;

    /// <summary>Number 13.</summary>
    public TReal U13;

    /// <summary>Number 14.</summary>
    public TReal U14;

    /// <summary>Number 15.</summary>
    public TReal U15;

    /// <summary>Number 16.</summary>
    public TReal U16;

    /// <summary>Number 17.</summary>
    public TReal U17;

    /// <summary>Number 18.</summary>
    public TReal U18;

    /// <summary>Number 19.</summary>
    public TReal U19;

    /// <summary>A number by its index.</summary>
    public readonly TReal At(int index) => index switch
    {
        0 => U0,
        1 => U1,
        2 => U2,
        3 => U3,
        4 => U4,
        5 => U5,
        6 => U6,
        7 => U7,
        8 => U8,
        9 => U9,
        10 => U10,
        11 => U11,
        12 => U12,
        13 => U13,
        14 => U14,
        15 => U15,
        16 => U16,
        17 => U17,
        18 => U18,
        _ => U19,
    };
}
