using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Numerics;

/// <summary>
/// Random numbers by column, such as the noise behind an action: a pure function of seed, environment, step
/// and column.
/// </summary>
public static class NoiseColumn
{
    private const int WordsPerBlock = 4;

    /// <summary>A number in (0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float UniformAt(ulong seed, RandomUse use, uint environment, ulong step, int column)
    {
        PhiloxBlock words = RandomStream.Draw(seed, use, environment, step, (uint)column / WordsPerBlock);
        return Uniform.AboveZero((column % WordsPerBlock) switch
        {
            0 => words.X0,
            1 => words.X1,
            2 => words.X2,
            _ => words.X3,
        });
    }

    /// <summary>A number of the standard normal distribution; neighbouring columns share a pair of words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalAt<T>(ulong seed, RandomUse use, uint environment, ulong step, int column)
        where T : unmanaged, IReal<T>
    {
        PhiloxBlock words = RandomStream.Draw(seed, use, environment, step, (uint)column / WordsPerBlock);
        bool firstPair = column % WordsPerBlock < 2;
        NormalPair<T> pair = NormalPair<T>.FromUniform(
            T.Constant(Uniform.AboveZero(firstPair ? words.X0 : words.X2)),
            T.Constant(Uniform.FromZero(firstPair ? words.X1 : words.X3)));
        return column % 2 == 0 ? pair.First : pair.Second;
    }
}
