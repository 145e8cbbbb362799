namespace TrpoGpu.Backends.Cpu;

/// <summary>clip((o - shift) * scale) over the columns of a tile.</summary>
internal static unsafe class ObservationScaling
{
    /// <summary>Scales a tile; a NaN stays one.</summary>
    /// <param name="observations">[I,64] read.</param>
    /// <param name="normalization">[2,I] read: shifts, then scales.</param>
    /// <param name="inputs">I.</param>
    /// <param name="rows">Rows to scale.</param>
    /// <param name="clip">Largest magnitude of a result.</param>
    /// <param name="normalized">[I,64] write.</param>
    internal static void Apply(
        float* observations, float* normalization, int inputs, int rows, float clip, float* normalized)
    {
        for (int i = 0; i < inputs; i++)
        {
            float shift = normalization[i];
            float scale = normalization[inputs + i];
            for (int row = 0; row < rows; row++)
            {
                int place = (i * Tile.Rows) + row;
                float scaled = (observations[place] - shift) * scale;
                normalized[place] = scaled < -clip ? -clip : scaled > clip ? clip : scaled;
            }
        }
    }
}
