namespace TrpoGpu.Backends.Cpu;

/// <summary>Matrix products of any size, cut into register blocks.</summary>
internal static unsafe class Product
{
    /// <summary><c>result = start + term</c>, as the product of two terms whose second is empty.</summary>
    public static void Compute<TLanes>(
        int rows, int lanes, in ProductTerm term, ProductStart start, float* rowValues, float* result,
        nint stride)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Compute<TLanes>(rows, lanes, term, default, start, rowValues, result, stride);

    /// <summary><c>result = start + first + second</c>.</summary>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="lanes">Columns of the result, a multiple of <see cref="Tile.Granule"/>.</param>
    /// <param name="first">First summand.</param>
    /// <param name="second">Second summand, added after all of the first.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="rowValues">[rows] read if the sums begin with them.</param>
    /// <param name="result">[rows, lanes].</param>
    /// <param name="stride">From one row of the result to the next.</param>
    public static void Compute<TLanes>(
        int rows, int lanes, in ProductTerm first, in ProductTerm second,
        ProductStart start, float* rowValues, float* result, nint stride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lane = 0;
        if (TLanes.Count == Lanes16.Count)
        {
            for (; lanes - lane >= Strip4<TLanes>.Width; lane += Strip4<TLanes>.Width)
            {
                Columns<TLanes, Strip4<TLanes>>(rows, lane, first, second, start, rowValues, result, stride);
            }

            if (lanes - lane >= Strip2<TLanes>.Width)
            {
                Columns<TLanes, Strip2<TLanes>>(rows, lane, first, second, start, rowValues, result, stride);
                lane += Strip2<TLanes>.Width;
            }

            if (lanes - lane >= Strip1<TLanes>.Width)
            {
                Columns<TLanes, Strip1<TLanes>>(rows, lane, first, second, start, rowValues, result, stride);
            }
        }
        else
        {
            for (; lane < lanes; lane += Strip2<TLanes>.Width)
            {
                Columns<TLanes, Strip2<TLanes>>(rows, lane, first, second, start, rowValues, result, stride);
            }
        }
    }

    // Rows are shared evenly among as few blocks as possible: seven rows are four and three, not six and one.
    private static void Columns<TLanes, TStrip>(
        int rows, int lane, in ProductTerm first, in ProductTerm second,
        ProductStart start, float* rowValues, float* result, nint stride)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStrip : unmanaged, IStrip<TStrip, TLanes>
    {
        int blocks = (rows + ProductBlock.MaxHeight - 1) / ProductBlock.MaxHeight;
        int row = 0;
        for (; blocks > 0; blocks--)
        {
            int height = (rows - row + blocks - 1) / blocks;
            ProductTerm a = first.From(row, lane);
            ProductTerm b = second.From(row, lane);
            float* values = rowValues + row;
            float* block = result + (row * stride) + lane;
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

            row += height;
        }
    }
}
