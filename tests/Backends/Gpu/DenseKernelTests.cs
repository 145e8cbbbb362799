using System;
using System.Linq;
using ILGPU;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>The kernels of wide networks against plain loops in the same order: the same bits.</summary>
public sealed class DenseKernelTests
{
    // Widths, rows, free parameters, threads of a group, tiles of a run, groups that share the batch.
    public static TheoryData<string, int, int, int, int, int> Cases => new()
    {
        { "1-1", 1, 0, 32, 1, 1 },
        { "1-1-1", 1, 1, 32, 1, 1 },
        { "2-3-5", 63, 2, 16, 2, 1 },
        { "5-17-3-18-2", 65, 0, 32, 1, 1 },
        { "3-65-2", 64, 63, 32, 1, 1 },
        { "63-64-65", 130, 3, 16, 2, 2 },
        { "64-20-64", 65, 0, 48, 3, 1 },
        { "33-128-17", 70, 70, 128, 1, 2 },
    };

    // As above, without repetitions in other orders.
    public static TheoryData<string, int, int, int, int, int> LargeCases => new()
    {
        { "3-20-2", 5003, 2, 16, 4, 6 },
        { "127-129-1", 65, 1, 16, 1, 1 },
        { "376-255-17", 65, 17, 16, 2, 1 },
        { "17-257-256-6", 65, 6, 16, 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sweeps_have_the_bits_of_plain_loops(
        string widths, int rows, int freeParameters, int threads, int runTiles, int groups) =>
        Check(widths, rows, freeParameters, threads, runTiles, groups, sanitize: true);

    [Theory]
    [MemberData(nameof(LargeCases))]
    public void Large_sweeps_have_the_bits_of_plain_loops(
        string widths, int rows, int freeParameters, int threads, int runTiles, int groups) =>
        Check(widths, rows, freeParameters, threads, runTiles, groups, sanitize: false);

    [Theory]
    [InlineData("5-20-3", 600, 2, 2)]
    [InlineData("5-20-30-3", 460, 1, 3)]
    public void Chunks_have_the_bits_of_the_whole(string widths, int rows, int runTiles, int groups)
    {
        PlainNetwork network = Create(widths, rows, 1);
        using WideScene scene = new(network, 32, runTiles, groups, sanitize: true);
        float[][][] values = network.Forward();
        for (int tile = 0; tile < network.Tiles; tile += 4)
        {
            scene.Chunk(tile, Math.Min(tile + 4, network.Tiles));
            CheckSweeps(network, scene, values);
        }

        CheckPartials(network, scene, values);
    }

    private static PlainNetwork Create(string widths, int rows, int freeParameters) =>
        new([.. widths.Split('-').Select(int.Parse)], rows, freeParameters);

    private static void Check(
        string widths, int rows, int freeParameters, int threads, int runTiles, int groups, bool sanitize)
    {
        PlainNetwork network = Create(widths, rows, freeParameters);
        using WideScene scene = new(network, threads, runTiles, groups, sanitize);
        float[][][] values = network.Forward();
        CheckSweeps(network, scene, values);
        CheckPartials(network, scene, values);
    }

    private static void CheckSweeps(PlainNetwork network, WideScene scene, float[][][] values)
    {
        CheckForward(network, scene, values);
        CheckInference(network, scene, values);
        CheckTangent(network, scene, values);
        CheckBackward(network, scene, values);
        scene.Sweeps.Weights(scene.Plan, scene.ScratchWords);
    }

    private static void CheckForward(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        scene.Write(network.Observations, plan.Kept.Cast<float>(), plan.KeptColumns, 0);

        scene.Sweeps.Forward(
            plan, scene.Parameters, new TileColumns(plan.Kept, plan.KeptColumns, 0, plan.FirstTile),
            new TileColumns(plan.Distribution.Cast<Float4>(), plan.DistributionColumns, 0, plan.FirstTile));

        for (int l = 0; l < network.Layers.Length; l++)
        {
            LayerPlace layer = network.Layers[l];
            AssertBits(
                scene.Rows(values[l]),
                scene.ReadColumns(plan.Kept.Cast<float>(), plan.KeptColumns, layer.InputColumn, layer.Inputs),
                $"input of layer {l}");
        }

        CheckDistribution(scene, values, plan.Distribution);
    }

    private static void CheckInference(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        int tiles = plan.EndTile - plan.FirstTile;
        int temporary = WideSweeps.TemporaryColumns(network.Layers);
        ArrayView<float> first = scene.Allocate(new float[tiles * temporary * RowTile.Rows]);
        ArrayView<float> second = scene.Allocate(new float[tiles * temporary * RowTile.Rows]);
        ArrayView<float> result = scene.Allocate(new float[tiles * plan.DistributionColumns * RowTile.Rows]);

        scene.Sweeps.Infer(
            plan, scene.Parameters, new TileColumns(plan.Kept, plan.KeptColumns, 0, plan.FirstTile),
            new TileColumns(first.Cast<Float4>(), temporary, 0, plan.FirstTile),
            new TileColumns(second.Cast<Float4>(), temporary, 0, plan.FirstTile),
            new TileColumns(result.Cast<Float4>(), plan.DistributionColumns, 0, plan.FirstTile));

        CheckDistribution(scene, values, result);
    }

    private static void CheckDistribution(WideScene scene, float[][][] values, ArrayView<float> distribution) =>
        AssertBits(
            scene.Rows(values[^1]),
            scene.ReadColumns(distribution, scene.Plan.DistributionColumns, 0, scene.Plan.DistributionColumns),
            "distribution");

    private static void CheckTangent(PlainNetwork network, WideScene scene, float[][][] values)
    {
        scene.Sweeps.Tangent(scene.Plan, scene.ScratchWords, scene.Parameters, scene.Direction);

        CheckScratch(network, scene, network.Tangent(values), "tangent");
    }

    private static void CheckBackward(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        scene.Write(
            network.OutputGradient, scene.Scratch, plan.ScratchColumns, network.Layers[^1].OutputColumn);
        scene.Transpose();

        scene.Sweeps.Backward(plan, scene.ScratchWords);

        CheckScratch(network, scene, network.Backward(values), "gradient");
    }

    private static void CheckPartials(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        double[] expected =
            [.. network.Partials(values, network.Backward(values), plan.RunTiles, plan.Groups).SelectMany(p => p)];
        double[] actual = scene.Read(plan.Partials);
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
    }

    private static void CheckScratch(PlainNetwork network, WideScene scene, float[][][] expected, string what)
    {
        for (int l = 0; l < network.Layers.Length; l++)
        {
            AssertBits(
                scene.Rows(expected[l]),
                scene.ReadColumns(
                    scene.Scratch, scene.Plan.ScratchColumns, network.Layers[l].OutputColumn, expected[l].Length),
                $"{what} of layer {l}");
        }
    }

    private static void AssertBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        int[] bits = Bits.Of(actual);
        int differing = Bits.Of(expected).Where((value, k) => value != bits[k]).Count();
        int first = Bits.Of(expected).Select((value, k) => value != bits[k] ? k : -1).FirstOrDefault(k => k >= 0, -1);
        Assert.True(
            differing == 0,
            $"{what}: {differing} of {expected.Length} numbers differ, the first at {first}: " +
            $"expected {(first < 0 ? 0 : expected[first])}, got {(first < 0 ? 0 : actual[first])}");
    }
}
