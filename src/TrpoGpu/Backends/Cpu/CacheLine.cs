using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TrpoGpu.Backends.Cpu;

/// <summary>What memory is moved in.</summary>
internal static unsafe class CacheLine
{
    /// <summary>Floats of a line on most machines; elsewhere too many or too few are asked for.</summary>
    public const int Floats = 16;

    /// <summary>
    /// Asks for the line that holds an address, which need not be valid, where the platform offers that.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
