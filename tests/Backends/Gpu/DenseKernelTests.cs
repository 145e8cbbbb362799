using System;
using System.Linq;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>The kernels of wide networks against plain loops in the same order: the same bits.</summary>
public sealed class DenseKernelTests
{
    // Widths, rows, free parameters, threads of a group, tiles of a group.
    public static TheoryData<string, int, int, int, int> Cases => new()
    {
        { "1-1", 1, 0, 32, 1 },
        { "1-1-1", 1, 1, 32, 1 },
        { "2-3-5", 63, 2, 16, 2 },
        { "5-17-3-18-2", 65, 0, 32, 1 },
        { "3-65-2", 64, 63, 32, 1 },
        { "63-64-65", 130, 3, 16, 2 },
        { "64-20-64", 65, 0, 48, 3 },
        { "33-128-17", 70, 70, 128, 2 },
    };

    // As above, without repetitions in other orders.
    public static TheoryData<string, int, int, int, int> LargeCases => new()
    {
        { "3-20-2", 5003, 2, 16, 7 },
        { "127-129-1", 65, 1, 16, 1 },
        { "376-255-17", 65, 17, 16, 2 },
        { "17-257-256-6", 65, 6, 16, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sweeps_have_the_bits_of_plain_loops(
        string widths, int rows, int freeParameters, int threads, int tilesPerGroup) =>
        Check(widths, rows, freeParameters, threads, tilesPerGroup, sanitize: true);

    [Theory]
    [MemberData(nameof(LargeCases))]
    public void Large_sweeps_have_the_bits_of_plain_loops(
        string widths, int rows, int freeParameters, int threads, int tilesPerGroup) =>
        Check(widths, rows, freeParameters, threads, tilesPerGroup, sanitize: false);

    [Theory]
    [InlineData("5-20-3", 300, 2)]
    [InlineData("5-20-30-3", 260, 1)]
    public void A_chunk_has_the_bits_of_the_whole(string widths, int rows, int tilesPerGroup)
    {
        PlainNetwork network = Create(widths, rows, 1);
        Check(network, 32, tilesPerGroup, 0, 2, sanitize: true);
        Check(network, 32, tilesPerGroup, 2, network.Tiles, sanitize: true);
    }

    private static PlainNetwork Create(string widths, int rows, int freeParameters) =>
        new([.. widths.Split('-').Select(int.Parse)], rows, freeParameters);

    private static void Check(
        string widths, int rows, int freeParameters, int threads, int tilesPerGroup, bool sanitize)
    {
        PlainNetwork network = Create(widths, rows, freeParameters);
        Check(network, threads, tilesPerGroup, 0, network.Tiles, sanitize);
    }

    private static void Check(
        PlainNetwork network, int threads, int tilesPerGroup, int firstTile, int endTile, bool sanitize)
    {
        using WideScene scene = new(network, threads, tilesPerGroup, firstTile, endTile, sanitize);
        float[][][] values = network.Forward();
        CheckForward(network, scene, values);
        CheckInference(network, scene, values);
        CheckTangent(network, scene, values);
        CheckGradient(network, scene, values);
    }

    private static void CheckForward(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        scene.Write(network.Observations, plan.Kept.Cast<float>(), plan.KeptColumns, 0);

        scene.Sweeps.Forward(scene.Stream, plan, scene.Parameters);

        for (int l = 0; l < network.Layers.Length; l++)
        {
            LayerPlace layer = network.Layers[l];
            AssertBits(
                scene.Chunk(values[l]),
                scene.ReadColumns(plan.Kept.Cast<float>(), plan.KeptColumns, layer.InputColumn, layer.Inputs),
                $"input of layer {l}");
        }

        AssertBits(scene.Chunk(values[^1]), Distribution(network, scene), "output");
    }

    private static void CheckInference(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        int tiles = plan.EndTile - plan.FirstTile;
        int outputs = network.Layers[^1].Outputs;
        int temporary = Math.Max(1, scene.Sweeps.TemporaryColumns);
        ArrayView<float> first = scene.Allocate(new float[tiles * temporary * RowTile.Rows]);
        ArrayView<float> second = scene.Allocate(new float[tiles * temporary * RowTile.Rows]);
        ArrayView<float> result = scene.Allocate(new float[tiles * outputs * RowTile.Rows]);

        scene.Sweeps.Infer(
            scene.Stream, scene.Parameters, plan.Rows, plan.FirstTile, plan.EndTile,
            new TileColumns(plan.Kept, plan.KeptColumns, 0, plan.FirstTile),
            new TileColumns(first.Cast<Float4>(), temporary, 0, plan.FirstTile),
            new TileColumns(second.Cast<Float4>(), temporary, 0, plan.FirstTile),
            new TileColumns(result.Cast<Float4>(), outputs, 0, plan.FirstTile));

        AssertBits(scene.Chunk(values[^1]), scene.ReadColumns(result, outputs, 0, outputs), "inferred output");
    }

    private static void CheckTangent(PlainNetwork network, WideScene scene, float[][][] values)
    {
        scene.Sweeps.Tangent(scene.Stream, scene.Plan, scene.ScratchWords, scene.Parameters, scene.Direction);

        CheckScratch(network, scene, network.Tangent(values), "tangent");
    }

    private static void CheckGradient(PlainNetwork network, WideScene scene, float[][][] values)
    {
        NetworkPlan plan = scene.Plan;
        scene.Write(
            network.OutputGradient, scene.Scratch, plan.ScratchColumns, network.Layers[^1].OutputColumn);
        float[][][] gradients = network.Backward(values);

        scene.Sweeps.Transpose(scene.Stream, plan, scene.Parameters);
        scene.Sweeps.Backward(scene.Stream, plan, scene.ScratchWords);
        scene.Sweeps.Weights(scene.Stream, plan, scene.ScratchWords);

        CheckScratch(network, scene, gradients, "gradient");
        float[] partials = scene.Read(plan.Partials);
        for (int tile = plan.FirstTile; tile < plan.EndTile; tile += plan.TilesPerGroup)
        {
            int group = tile / plan.TilesPerGroup;
            AssertBits(
                network.Sum(values, gradients, tile, Math.Min(tile + plan.TilesPerGroup, plan.EndTile)),
                partials[(group * plan.Parameters)..((group + 1) * plan.Parameters)],
                $"partial gradient of group {group}");
        }
    }

    private static void CheckScratch(PlainNetwork network, WideScene scene, float[][][] expected, string what)
    {
        for (int l = 0; l < network.Layers.Length; l++)
        {
            AssertBits(
                scene.Chunk(expected[l]),
                scene.ReadColumns(
                    scene.Scratch, scene.Plan.ScratchColumns, network.Layers[l].OutputColumn, expected[l].Length),
                $"{what} of layer {l}");
        }
    }

    // The distribution tiles are those of the whole batch.
    private static float[] Distribution(PlainNetwork network, WideScene scene)
    {
        NetworkPlan plan = scene.Plan;
        int tile = plan.DistributionColumns * RowTile.Rows;
        return scene.ReadColumns(
            plan.Distribution.SubView(plan.FirstTile * tile, (plan.EndTile - plan.FirstTile) * tile),
            plan.DistributionColumns, 0, network.Layers[^1].Outputs);
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
