using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Dense;

/// <summary>
/// What one thread works on where a layer has few outputs: a quad of rows of one tile by one output, straight from
/// device memory. Sixteen neighbours read whole columns of a tile.
/// </summary>
public readonly struct DenseQuad
{
    private const int Unrolled = 8;

    private DenseQuad(int tile, int output, int quad, bool owned)
    {
        Tile = tile;
        Output = output;
        Quad = quad;
        Owned = owned;
    }

    /// <summary>The tile.</summary>
    public readonly int Tile;

    /// <summary>The output.</summary>
    public readonly int Output;

    /// <summary>The quad of rows.</summary>
    public readonly int Quad;

    /// <summary>Whether there is such a quad: the last group has surplus threads.</summary>
    public readonly bool Owned;

    /// <summary>Groups of a launch over a range of tiles.</summary>
    public static int Groups(int tiles, int outputs) =>
        ((tiles * outputs * RowTile.Quads) + (DensePlace.Blocks - 1)) / DensePlace.Blocks;

    /// <summary>The place of the calling thread in one of the rounds of its group.</summary>
    /// <param name="firstTile">First tile of the launch.</param>
    /// <param name="endTile">The tile after its last.</param>
    /// <param name="outputs">O.</param>
    /// <param name="round">Quads before this round.</param>
    public static DenseQuad Of(int firstTile, int endTile, int outputs, int round)
    {
        int item = round + Group.IdxX;
        int index = (Grid.IdxX * DensePlace.Blocks) + item;
        int quads = outputs * RowTile.Quads;
        int tile = index / quads;
        int place = index - (tile * quads);
        int output = place / RowTile.Quads;
        return new DenseQuad(
            firstTile + tile, output, place - (output * RowTile.Quads),
            item < DensePlace.Blocks && firstTile + tile < endTile);
    }

    /// <summary>Adds the products of one term to the quad.</summary>
    public Float4 Add(Float4 sum, TileColumns x, ArrayView<float> w, LayerPlace layer, int inputs)
    {
        ArrayView<Float4> words = x.Words;
        int row = x.Word(Tile) + Quad;
        int weight = layer.Weights + Output;
        int i = 0;

        // The loads of several steps are under way together: nothing else hides their latency.
        for (; i + Unrolled <= inputs; i += Unrolled)
        {
            ArrayView<Float4> rows = words.SubView(row + (i * RowTile.Quads));
            int first = weight + (i * layer.Outputs);
            sum = Float4.MultiplyAdd(rows[0], w[first], sum);
            sum = Float4.MultiplyAdd(rows[RowTile.Quads], w[first + layer.Outputs], sum);
            sum = Float4.MultiplyAdd(rows[2 * RowTile.Quads], w[first + (2 * layer.Outputs)], sum);
            sum = Float4.MultiplyAdd(rows[3 * RowTile.Quads], w[first + (3 * layer.Outputs)], sum);
            sum = Float4.MultiplyAdd(rows[4 * RowTile.Quads], w[first + (4 * layer.Outputs)], sum);
            sum = Float4.MultiplyAdd(rows[5 * RowTile.Quads], w[first + (5 * layer.Outputs)], sum);
            sum = Float4.MultiplyAdd(rows[6 * RowTile.Quads], w[first + (6 * layer.Outputs)], sum);
            sum = Float4.MultiplyAdd(rows[7 * RowTile.Quads], w[first + (7 * layer.Outputs)], sum);
        }

        for (; i < inputs; i++)
        {
            sum = Float4.MultiplyAdd(words[row + (i * RowTile.Quads)], w[weight + (i * layer.Outputs)], sum);
        }

        return sum;
    }
}
