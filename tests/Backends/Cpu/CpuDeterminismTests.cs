using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>The same bits from any number of threads and any vector width.</summary>
public sealed class CpuDeterminismTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Sixteen, LaneWidth.Eight, LaneWidth.One];

    private static readonly (LaneWidth Width, int Threads)[] Variants =
    [
        (LaneWidth.Sixteen, 2), (LaneWidth.Eight, 2), (LaneWidth.One, 2),
        (LaneWidths.Widest, 1), (LaneWidths.Widest, 3), (LaneWidths.Widest, 8),
    ];

    // More than one chunk, a last tile that is not full, and enough work for the other threads to be woken.
    private static int Rows => Vector128.IsHardwareAccelerated ? 1500 : 300;

    public static TheoryData<ActivationKind, HeadKind> Kinds
    {
        get
        {
            TheoryData<ActivationKind, HeadKind> kinds = [];
            HeadKind[] heads = Enum.GetValues<HeadKind>();
            ActivationKind[] activations = Enum.GetValues<ActivationKind>();
            for (int k = 0; k < Math.Max(heads.Length, activations.Length); k++)
            {
                kinds.Add(activations[k % activations.Length], heads[k % heads.Length]);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Width_and_threads_do_not_matter(ActivationKind activation, HeadKind kind)
    {
        HeadShape head = kind switch
        {
            HeadKind.Categorical => HeadShape.Categorical(5),
            HeadKind.DiagonalGaussian => HeadShape.DiagonalGaussian(3),
            HeadKind.MultiCategorical => HeadShape.MultiCategorical([2, 3, 4]),
            HeadKind.Bernoulli => HeadShape.Bernoulli(2),
            _ => HeadShape.UnitGaussian(1),
        };
        MlpShape mlp = new([7, 33, 18, head.Size.NetworkOutputs], activation);
        SampleProblem problem = SampleProblem.Create(new NetworkShape(mlp, head), Rows, seed: 5);
        List<double>? expected = null;
        foreach ((LaneWidth width, int threads) in Variants)
        {
            using CpuFixture fixture = new(problem, threads, width);
            List<double> actual = fixture.Everything();
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void What_an_earlier_batch_left_behind_does_not_matter()
    {
        ShapeCase shapeCase = ShapeCases.Find("11-64-64-3 tanh DiagonalGaussian x 65");
        SampleProblem problem = shapeCase.CreateProblem();
        using CpuFixture fresh = new(problem);
        List<double> expected = fresh.Everything();

        SampleProblem larger = SampleProblem.Create(shapeCase.Network, 3 * problem.Rows, seed: 9);
        Array.Fill(larger.Observations, float.NaN);
        Array.Fill(larger.Advantages, float.PositiveInfinity);
        using CpuFixture used = new(problem, capacity: larger.Rows);
        used.Backend.Load(used.Workspace, larger.ToBatch(used.Backend));
        Assert.All(used.SurrogateGradient(), value => Assert.True(float.IsNaN(value)));
        used.Backend.Load(used.Workspace, used.Batch);
        Assert.Equal(expected, used.Everything());
    }

    // What a gradient expects decides what it keeps, not what it or a product comes to.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_stride_that_was_expected_does_not_matter(int rowStride)
    {
        using CpuFixture fixture = new(ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem());
        List<List<float[]>> results = [];
        foreach (int expected in (int[])[1, 3, 2])
        {
            fixture.Workspace.ExpectedRowStride = expected;
            float[] surrogate = fixture.SurrogateGradient();
            float[] product = fixture.FisherProduct(fixture.Problem.Direction, 0.1f, rowStride);
            float[] likelihood = fixture.LikelihoodGradient();
            results.Add([
                surrogate, product, likelihood, fixture.FisherProduct(fixture.Problem.Direction, 0.1f, rowStride),
                [(float)fixture.Backend.ReadNegativeLogLikelihoodAtGradient(fixture.Workspace, fixture.Parameters)],
            ]);
        }

        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Workspace.ExpectedRowStride = 0);
    }

    [Fact]
    public void Rows_loaded_in_an_order_equal_rows_gathered_beforehand()
    {
        SampleProblem problem = ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem();
        RowOrder order = RowOrder.Shuffled(problem.Rows, seed: 3, epoch: 1);
        const int First = 20;
        const int Rows = 130;
        float[] Gather(float[] values, int width) => [.. Enumerable.Range(First, Rows).SelectMany(place =>
            values.AsSpan(order[place] * width, width).ToArray())];
        using CpuFixture fixture = new(problem);
        fixture.Backend.Load(fixture.Workspace, fixture.Batch, order, First, Rows);
        float[] actual = fixture.SurrogateGradient();

        SampleBatch gathered = new(
            Rows,
            fixture.Backend.Allocate(Gather(problem.Observations, problem.Shape.Mlp.Inputs)),
            fixture.Backend.Allocate(Gather(problem.Actions, problem.Shape.Head.Size.Actions)),
            fixture.Backend.Allocate(Gather(problem.Advantages, 1)),
            fixture.Backend.Allocate(Gather(problem.LogProbabilities, 1)));
        fixture.Backend.Load(fixture.Workspace, gathered);
        Assert.Equal(fixture.SurrogateGradient(), actual);
    }

    [Fact]
    public void Vector_operations_do_not_depend_on_the_width()
    {
        foreach (int count in (int[])[1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 257])
        {
            Assert.Single(Widths.Select(width => string.Join(' ', Vectors(width, count))).Distinct());
        }
    }

    private static IEnumerable<float> Vectors(LaneWidth width, int count)
    {
        using CpuBackend backend = new(2, width);
        NormalNumbers random = new(count);
        ComputeBuffer x = backend.Allocate(random.Array(count));
        ComputeBuffer y = backend.Allocate(random.Array(count));
        ComputeBuffer first = backend.Allocate(count);
        ComputeBuffer second = backend.Allocate(count);
        backend.AddScaled(x, 0.3f, y, x, count);
        backend.AdamStep(x, y, first, second, 1, new AdamOptions(0.1f));
        backend.AdamStep(x, first, first, second, 2, new AdamOptions(0.1f));
        backend.Standardize(y, count);
        float dot = (float)backend.ReadDot(x, y, count);

        TrajectoryBuffers trajectories = new(backend, 5, count, 1, 1);
        trajectories.Rewards.Write(random.Array(trajectories.Rows));
        trajectories.Values.Write(random.Array(trajectories.Rows));
        trajectories.FinalValues.Write(random.Array(trajectories.Rows));
        trajectories.LastValues.Write(random.Array(count));
        trajectories.Ends.Write(
            [.. Enumerable.Range(0, trajectories.Rows).Select(_ => (float)random.Index(3))]);
        ComputeBuffer advantages = backend.Allocate(trajectories.Rows);
        ComputeBuffer returns = backend.Allocate(trajectories.Rows);
        backend.Advantages(trajectories, 0.99f, 0.95f, 0.5f, advantages, returns);
        return
        [
            dot, .. x.ReadArray(), .. y.ReadArray(), .. second.ReadArray(), .. advantages.ReadArray(),
            .. returns.ReadArray(),
        ];
    }
}
