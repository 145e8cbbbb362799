namespace TrpoGpu.Backends.Cpu;

/// <summary>Moves rows between row-major buffers and the columns of a tile.</summary>
internal static unsafe class RowMajor
{
    /// <summary><c>tile[c, r] = source[places[r], c]</c>.</summary>
    /// <param name="source">[any, width] read.</param>
    /// <param name="width">Columns.</param>
    /// <param name="places">[rows] which row comes where, read.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="tile">[width, 64] write.</param>
    public static void Gather(float* source, int width, int* places, int rows, float* tile)
    {
        for (int r = 0; r < rows; r++)
        {
            Spread(source + ((nint)places[r] * width), width, tile + r);
        }
    }

    /// <summary><c>tile[c, r] = source[r, c]</c>.</summary>
    /// <param name="source">[rows, width] read.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="tile">[width, 64] write.</param>
    public static void Gather(float* source, int width, int rows, float* tile)
    {
        for (int r = 0; r < rows; r++)
        {
            Spread(source + ((nint)r * width), width, tile + r);
        }
    }

    /// <summary><c>destination[r, c] = tile[c, r]</c>.</summary>
    /// <param name="tile">[width, 64] read.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="destination">[rows, width] write.</param>
    public static void Scatter(float* tile, int width, int rows, float* destination)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < width; c++)
            {
                *destination++ = tile[(c * Tile.Rows) + r];
            }
        }
    }

    private static void Spread(float* row, int width, float* column)
    {
        for (int c = 0; c < width; c++, column += Tile.Rows)
        {
            *column = row[c];
        }
    }
}
