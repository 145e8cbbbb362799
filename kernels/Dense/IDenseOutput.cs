using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>What becomes of a wide layer's sums: the last thing done while they are in registers.</summary>
public interface IDenseOutput
{
    /// <summary>Takes a quad of rows of one output in one tile.</summary>
    void Store(int tile, int output, int quad, Float4 sums);
}

/// <summary>The sums as they are.</summary>
/// <param name="target">Where.</param>
public readonly struct DensePlain(TileColumns target) : IDenseOutput
{
    private readonly TileColumns target = target;

    /// <inheritdoc/>
    public void Store(int tile, int output, int quad, Float4 sums)
    {
        ArrayView<Float4> words = target.Words;
        words[target.Word(tile) + (output * RowTile.Quads) + quad] = sums;
    }
}

/// <summary>h = f(z), and zero in rows beyond the last.</summary>
/// <typeparam name="TActivation">f.</typeparam>
/// <param name="target">Where.</param>
/// <param name="rows">B.</param>
public readonly struct DenseActivated<TActivation>(TileColumns target, int rows) : IDenseOutput
    where TActivation : struct, IActivation
{
    private readonly TileColumns target = target;
    private readonly int rows = rows;

    /// <inheritdoc/>
    public void Store(int tile, int output, int quad, Float4 sums)
    {
        ArrayView<Float4> words = target.Words;
        int left = rows - (tile * RowTile.Rows) - (quad * Float4.Length);
        Float4 h = new(Value(sums.X), Value(sums.Y), Value(sums.Z), Value(sums.W));
        words[target.Word(tile) + (output * RowTile.Quads) + quad] = new Float4(
            left > 0 ? h.X : 0f, left > 1 ? h.Y : 0f, left > 2 ? h.Z : 0f, left > 3 ? h.W : 0f);
    }

    private static float Value(float z) => TActivation.Value(new Float32(z)).Value;
}

/// <summary>f'(h) * z: a tangent on its way forward, or a gradient on its way back.</summary>
/// <typeparam name="TActivation">f.</typeparam>
/// <param name="target">Where.</param>
/// <param name="values">h, a column for each output.</param>
public readonly struct DenseSloped<TActivation>(TileColumns target, TileColumns values) : IDenseOutput
    where TActivation : struct, IActivation
{
    private readonly TileColumns target = target;
    private readonly TileColumns values = values;

    /// <inheritdoc/>
    public void Store(int tile, int output, int quad, Float4 sums)
    {
        ArrayView<Float4> words = target.Words;
        int place = (output * RowTile.Quads) + quad;
        Float4 h = values.Words[values.Word(tile) + place];
        words[target.Word(tile) + place] = new Float4(
            Sloped(h.X, sums.X), Sloped(h.Y, sums.Y), Sloped(h.Z, sums.Z), Sloped(h.W, sums.W));
    }

    private static float Sloped(float h, float z) =>
        (TActivation.DerivativeFromOutput(new Float32(h)) * new Float32(z)).Value;
}
