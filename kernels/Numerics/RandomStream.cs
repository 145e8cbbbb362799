using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// The uses of random numbers, each a sequence of its own. The values are part of what a seed means: a new
/// use gets a new value, and none is ever given to another.
/// </summary>
public enum RandomUse : byte
{
    /// <summary>Parameters of a network before training.</summary>
    Initialization = 0,

    /// <summary>Start states of episodes.</summary>
    StartState = 1,

    /// <summary>Noise behind actions.</summary>
    Action = 2,
}

/// <summary>
/// Random words by where they are used and not by when they are drawn, so that they depend neither on the
/// partition of a batch nor on the device.
/// </summary>
public static class RandomStream
{
    /// <summary>Blocks of four words that one draw may take.</summary>
    public const uint BlockLimit = 1u << UseShift;

    private const int UseShift = 24;

    /// <summary>Four random words.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="use">What the numbers are for.</param>
    /// <param name="environment">The environment, or another index of what is drawn independently: a
    /// layer.</param>
    /// <param name="step">Time steps taken in it since the start of the run, or another count of
    /// draws.</param>
    /// <param name="block">0 for the first four words of this draw, 1 for the next; below <see
    /// cref="BlockLimit"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Draw(ulong seed, RandomUse use, uint environment, ulong step, uint block)
    {
        uint place = ((uint)use << UseShift) | block;
        PhiloxBlock counter = new(place, (uint)step, (uint)(step >> 32), environment);
        return Philox.Generate(counter, (uint)seed, (uint)(seed >> 32));
    }
}
