using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <summary>Fills tiles with random numbers that depend on seed, environment and step alone.</summary>
internal static unsafe class TileNoise
{
    /// <summary>The noise behind the actions of neighbouring environments.</summary>
    /// <param name="key">Seed and step.</param>
    /// <param name="use">Stream.</param>
    /// <param name="firstEnvironment">Environment of the first row.</param>
    /// <param name="rows">Rows to fill.</param>
    /// <param name="copies">Neighbours that share the noise of the first of them; 1 if none do.</param>
    /// <param name="columns">Columns to fill.</param>
    /// <param name="isNormal">Standard normal instead of uniform in (0, 1).</param>
    /// <param name="noise">[columns,64] write.</param>
    internal static void FillActionNoise(
        NoiseKey key, RandomUse use, uint firstEnvironment, int rows, int copies, int columns, bool isNormal,
        float* noise)
    {
        for (int row = 0; row < rows; row++)
        {
            uint environment = firstEnvironment + (uint)row;
            environment -= environment % (uint)copies;
            for (int column = 0; column < columns; column++)
            {
                noise[(column * Tile.Rows) + row] = isNormal
                    ? NoiseColumn.NormalAt<Float32>(key.Seed, use, environment, key.Step, column).Value
                    : NoiseColumn.UniformAt(key.Seed, use, environment, key.Step, column);
            }
        }
    }

    /// <summary>The uniform numbers in [0, 1) of one environment's start state.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="environment">Which.</param>
    /// <param name="step">At which it starts.</param>
    /// <param name="count">Numbers that the start state uses; whole blocks are drawn.</param>
    /// <param name="uniforms">[StateUniforms.Capacity] write, a stride apart.</param>
    /// <param name="stride">Floats from one to the next.</param>
    internal static void FillStartUniforms(
        ulong seed, uint environment, ulong step, int count, float* uniforms, int stride)
    {
        const int WordsPerBlock = 4;
        for (uint block = 0; block * WordsPerBlock < count; block++)
        {
            PhiloxBlock words = RandomStream.Draw(seed, RandomUse.StartState, environment, step, block);
            float* place = uniforms + (block * WordsPerBlock * stride);
            place[0] = Uniform.FromZero(words.X0);
            place[stride] = Uniform.FromZero(words.X1);
            place[2 * stride] = Uniform.FromZero(words.X2);
            place[3 * stride] = Uniform.FromZero(words.X3);
        }
    }
}
