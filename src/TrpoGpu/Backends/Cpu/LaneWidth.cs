using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrpoGpu.Backends.Cpu;

/// <summary>How many floats the engine's vectors hold. The bits of its results do not depend on it.</summary>
internal enum LaneWidth
{
    /// <summary>One: no vectors.</summary>
    One = 1,

    /// <summary>Eight: AVX2 with fused multiply-add.</summary>
    Eight = 8,

    /// <summary>Sixteen: AVX-512.</summary>
    Sixteen = 16,
}

/// <summary>What this machine's vectors can do.</summary>
internal static class LaneWidths
{
    /// <summary>The widest vectors whose operations are single instructions here.</summary>
    public static LaneWidth Widest
    {
        get
        {
            if (Vector512.IsHardwareAccelerated)
            {
                return LaneWidth.Sixteen;
            }

            return Vector256.IsHardwareAccelerated && Fma.IsSupported ? LaneWidth.Eight : LaneWidth.One;
        }
    }
}
