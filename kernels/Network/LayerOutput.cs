using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Network;

/// <summary>What becomes of a layer's sums: the last thing done while they are in registers.</summary>
public interface ILayerOutput
{
    /// <summary>Takes a quad of rows of one output.</summary>
    void Store(int output, int quad, Float4 sums);
}

/// <summary>Quads into a column of shared memory, as they are.</summary>
/// <param name="scratch">The tile.</param>
/// <param name="first">Column of output 0.</param>
public readonly struct PlainOutput(ArrayView<Float4> scratch, int first) : ILayerOutput
{
    private readonly ArrayView<Float4> scratch = scratch;
    private readonly int first = first * RowTile.SharedStride;

    /// <inheritdoc/>
    public void Store(int output, int quad, Float4 sums) =>
        scratch[first + (output * RowTile.SharedStride) + quad] = sums;
}

/// <summary>h = f(z) into shared memory and, if it is kept, into the kept tile.</summary>
/// <typeparam name="TActivation">f.</typeparam>
/// <param name="scratch">The shared tile.</param>
/// <param name="first">Column of output 0 in it.</param>
/// <param name="kept">Kept tiles.</param>
/// <param name="keptFirst">Quad 0 of output 0 in them; negative if nothing is kept.</param>
/// <param name="rows">Rows that count: kept rows beyond them are zero.</param>
public readonly struct ActivatedOutput<TActivation>(
    ArrayView<Float4> scratch, int first, ArrayView<Float4> kept, int keptFirst, int rows) : ILayerOutput
    where TActivation : struct, IActivation
{
    private readonly ArrayView<Float4> scratch = scratch;
    private readonly int first = first * RowTile.SharedStride;
    private readonly ArrayView<Float4> kept = kept;
    private readonly int keptFirst = keptFirst;
    private readonly int rows = rows;

    /// <inheritdoc/>
    public void Store(int output, int quad, Float4 sums)
    {
        Float4 h = new(Value(sums.X), Value(sums.Y), Value(sums.Z), Value(sums.W));
        scratch[first + (output * RowTile.SharedStride) + quad] = h;
        if (keptFirst >= 0)
        {
            int left = rows - (quad * Float4.Length);
            kept[keptFirst + (output * RowTile.Quads) + quad] = left >= Float4.Length
                ? h
                : new Float4(left > 0 ? h.X : 0f, left > 1 ? h.Y : 0f, left > 2 ? h.Z : 0f, 0f);
        }
    }

    private static float Value(float z) => TActivation.Value(new Float32(z)).Value;
}

/// <summary>f'(h) * z into shared memory: a tangent on its way forward, or a gradient on its way back.</summary>
/// <typeparam name="TActivation">f.</typeparam>
/// <param name="scratch">The shared tile.</param>
/// <param name="first">Column of output 0 in it.</param>
/// <param name="kept">Kept tiles.</param>
/// <param name="keptFirst">Quad 0 of output 0 in them: h.</param>
public readonly struct SlopedOutput<TActivation>(
    ArrayView<Float4> scratch, int first, ArrayView<Float4> kept, int keptFirst) : ILayerOutput
    where TActivation : struct, IActivation
{
    private readonly ArrayView<Float4> scratch = scratch;
    private readonly int first = first * RowTile.SharedStride;
    private readonly ArrayView<Float4> kept = kept;
    private readonly int keptFirst = keptFirst;

    /// <inheritdoc/>
    public void Store(int output, int quad, Float4 sums)
    {
        Float4 h = kept[keptFirst + (output * RowTile.Quads) + quad];
        scratch[first + (output * RowTile.SharedStride) + quad] = new Float4(
            Sloped(h.X, sums.X), Sloped(h.Y, sums.Y), Sloped(h.Z, sums.Z), Sloped(h.W, sums.W));
    }

    private static float Sloped(float h, float z) =>
        (TActivation.DerivativeFromOutput(new Float32(h)) * new Float32(z)).Value;
}

/// <summary>Quads into a column of a tile in global memory, as they are.</summary>
/// <param name="tiles">Tiles.</param>
/// <param name="first">Quad 0 of output 0.</param>
public readonly struct TileOutput(ArrayView<Float4> tiles, int first) : ILayerOutput
{
    private readonly ArrayView<Float4> tiles = tiles;
    private readonly int first = first;

    /// <inheritdoc/>
    public void Store(int output, int quad, Float4 sums) => tiles[first + (output * RowTile.Quads) + quad] = sums;
}
