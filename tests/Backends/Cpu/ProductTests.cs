using System;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>
/// Products are chains of fused multiply-adds in the order of the depth, whatever the blocks.
/// </summary>
public sealed unsafe class ProductTests
{
    private const float Canary = -12345f;

    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            TheoryData<int, int, int> shapes = [];
            foreach (int rows in (int[])[1, 2, 5, 6, 7, 11, 12, 13])
            {
                foreach (int lanes in (int[])[16, 32, 48, 64, 80, 144])
                {
                    shapes.Add(rows, lanes, (rows + lanes) % 5);
                }
            }

            shapes.Add(64, 64, 17);
            shapes.Add(17, 64, 65);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_width_gives_the_chain(int rows, int lanes, int depth)
    {
        foreach (ProductStart start in Enum.GetValues<ProductStart>())
        {
            float[] expected = Chain(rows, lanes, depth, start);
            Assert.Equal(expected, Compute<Lanes16>(rows, lanes, depth, start));
            Assert.Equal(expected, Compute<Lanes8>(rows, lanes, depth, start));
            Assert.Equal(expected, Compute<Lanes1>(rows, lanes, depth, start));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_are_finished_in_place(int rows, int lanes, int depth)
    {
        Finishes<Lanes16>(rows, lanes, depth);
        Finishes<Lanes8>(rows, lanes, depth);
        Finishes<Lanes1>(rows, lanes, depth);
    }

    private static void Finishes<T>(int rows, int lanes, int depth)
        where T : unmanaged, ILanes<T>
    {
        float[] sums = Compute<T>(rows, lanes, depth, ProductStart.Zero);
        float[] outputs = new NormalNumbers(depth).Array(sums.Length);
        float[] activated = Compute<T, Activated<Relu>>(rows, lanes, depth, ProductStart.Zero, default);
        float[] sloped;
        fixed (float* values = outputs)
        {
            sloped = Compute<T, TimesDerivative<Tanh>>(rows, lanes, depth, ProductStart.Zero, new(values));
        }

        for (int k = 0; k < sums.Length; k++)
        {
            bool isBeside = sums[k] == Canary;
            float slope = MathF.FusedMultiplyAdd(-outputs[k], outputs[k], 1f);
            Assert.Equal(isBeside ? Canary : MathF.Max(0f, sums[k]), activated[k]);
            Assert.Equal(isBeside ? Canary : slope * sums[k], sloped[k]);
        }
    }

    // The first term reads its scalars by columns, the second by rows and repeats one row of lanes.
    private static float[] Chain(int rows, int lanes, int depth, ProductStart start)
    {
        Operands n = new(rows, lanes, depth);
        float[] result = n.Result();
        for (int m = 0; m < rows; m++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                ref float sum = ref result[(m * n.ResultStride) + lane];
                sum = start switch
                {
                    ProductStart.Zero => 0,
                    ProductStart.RowValues => n.RowValues[m],
                    _ => sum,
                };
                for (int k = 0; k < depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(
                        n.First[(k * rows) + m], n.Lanes[(k * n.LaneStride) + lane], sum);
                }

                for (int k = 0; k < depth + 1; k++)
                {
                    sum = MathF.FusedMultiplyAdd(n.Second[(m * (depth + 1)) + k], n.Lanes[lane], sum);
                }
            }
        }

        return result;
    }

    private static float[] Compute<T>(int rows, int lanes, int depth, ProductStart start)
        where T : unmanaged, ILanes<T> =>
        Compute<T, AsSummed>(rows, lanes, depth, start, default);

    private static float[] Compute<T, TFinish>(int rows, int lanes, int depth, ProductStart start, TFinish finish)
        where T : unmanaged, ILanes<T>
        where TFinish : struct, IFinish
    {
        Operands n = new(rows, lanes, depth);
        float[] result = n.Result();
        fixed (float* first = n.First, second = n.Second, values = n.Lanes)
        fixed (float* rowValues = n.RowValues, c = result)
        {
            ProductTerm a = new(first, 1, rows, values, n.LaneStride, depth);
            ProductTerm b = new(second, depth + 1, 1, values, 0, depth + 1);
            Product.Compute<T, TFinish>(rows, lanes, a, b, start, rowValues, c, n.ResultStride, finish);
        }

        return result;
    }

    private sealed class Operands
    {
        public Operands(int rows, int lanes, int depth)
        {
            NormalNumbers random = new(rows + (1000 * lanes) + depth);
            LaneStride = lanes + 3;
            ResultStride = lanes + 5;
            First = random.Array((depth * rows) + 1);
            Second = random.Array(rows * (depth + 1));
            Lanes = random.Array((depth + 1) * LaneStride);
            RowValues = random.Array(rows);
        }

        public int LaneStride { get; }

        public int ResultStride { get; }

        public float[] First { get; }

        public float[] Second { get; }

        public float[] Lanes { get; }

        public float[] RowValues { get; }

        /// <summary>Filled with a number that must still stand beside the lanes afterwards.</summary>
        public float[] Result()
        {
            float[] result = new float[RowValues.Length * ResultStride];
            Array.Fill(result, Canary);
            return result;
        }
    }
}
