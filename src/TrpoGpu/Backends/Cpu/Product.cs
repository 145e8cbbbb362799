namespace TrpoGpu.Backends.Cpu;

/// <summary>Matrix products of any size, cut into register blocks.</summary>
internal static unsafe class Product
{
    /// <summary><c>result = start + term</c>, as the product of two terms whose second is empty.</summary>
    public static void Compute<TLanes>(
        int rows, int lanes, in ProductTerm term, ProductStart start, float* rowValues, float* result,
        nint stride)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Compute<TLanes, AsSummed>(rows, lanes, term, default, start, rowValues, result, stride, default);

    /// <summary><c>result = finish(start + first + second)</c>.</summary>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="lanes">Columns of the result, a multiple of <see cref="Tile.Granule"/>.</param>
    /// <param name="first">First summand.</param>
    /// <param name="second">Second summand, added after all of the first.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="rowValues">[rows] read if the sums begin with them.</param>
    /// <param name="result">[rows, lanes].</param>
    /// <param name="stride">From one row of the result to the next.</param>
    /// <param name="finish">What becomes of each block of sums once it is stored, while it is in the cache.</param>
    public static void Compute<TLanes, TFinish>(
        int rows, int lanes, in ProductTerm first, in ProductTerm second,
        ProductStart start, float* rowValues, float* result, nint stride, TFinish finish)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        int lane = 0;
        if (TLanes.Count == Lanes16.Count)
        {
            for (; lanes - lane >= Strip4<TLanes>.Width; lane += Strip4<TLanes>.Width)
            {
                Columns<TLanes, Strip4<TLanes>, TFinish>(
                    rows, lane, first, second, start, rowValues, result, stride, finish);
            }

            if (lanes - lane >= Strip2<TLanes>.Width)
            {
                Columns<TLanes, Strip2<TLanes>, TFinish>(
                    rows, lane, first, second, start, rowValues, result, stride, finish);
                lane += Strip2<TLanes>.Width;
            }

            if (lanes - lane >= Strip1<TLanes>.Width)
            {
                Columns<TLanes, Strip1<TLanes>, TFinish>(
                    rows, lane, first, second, start, rowValues, result, stride, finish);
            }
        }
        else
        {
            for (; lane < lanes; lane += Strip2<TLanes>.Width)
            {
                Columns<TLanes, Strip2<TLanes>, TFinish>(
                    rows, lane, first, second, start, rowValues, result, stride, finish);
            }
        }
    }

    // Rows are shared evenly among as few blocks as possible: seven rows are four and three, not six and one.
    private static void Columns<TLanes, TStrip, TFinish>(
        int rows, int lane, in ProductTerm first, in ProductTerm second,
        ProductStart start, float* rowValues, float* result, nint stride, TFinish finish)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStrip : unmanaged, IStrip<TStrip, TLanes>
        where TFinish : struct, IFinish
    {
        int blocks = (rows + ProductBlock.MaxHeight - 1) / ProductBlock.MaxHeight;
        int row = 0;
        for (; blocks > 0; blocks--)
        {
            int height = (rows - row + blocks - 1) / blocks;
            ProductTerm a = first.From(row, lane);
            ProductTerm b = second.From(row, lane);
            float* values = rowValues + row;
            BlockPlace place = new((row * stride) + lane, height, TStrip.Width, stride);
            float* block = result + place.Offset;
            finish.Prefetch(place);
            switch (height)
            {
                case 1:
                    ProductBlock.Compute<TLanes, TStrip, Height1>(a, b, start, values, block, stride);
                    break;
                case 2:
                    ProductBlock.Compute<TLanes, TStrip, Height2>(a, b, start, values, block, stride);
                    break;
                case 3:
                    ProductBlock.Compute<TLanes, TStrip, Height3>(a, b, start, values, block, stride);
                    break;
                case 4:
                    ProductBlock.Compute<TLanes, TStrip, Height4>(a, b, start, values, block, stride);
                    break;
                case 5:
                    ProductBlock.Compute<TLanes, TStrip, Height5>(a, b, start, values, block, stride);
                    break;
                default:
                    ProductBlock.Compute<TLanes, TStrip, Height6>(a, b, start, values, block, stride);
                    break;
            }

            finish.Apply<TLanes>(result, place);
            row += height;
        }
    }
}
