using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>A few rows go another way through the network than many, to the same bits.</summary>
public sealed class FewRowsTests
{
    private const int Many = 40;

    [Theory]
    [InlineData("4-64-64-2", ActivationKind.Tanh)]
    [InlineData("17-33-16-6", ActivationKind.Relu)]
    [InlineData("1-1", ActivationKind.Tanh)]
    [InlineData("3-7-5", ActivationKind.Elu)]
    [InlineData("5-130-17-3", ActivationKind.Softplus)]
    public void Rows_alone_equal_rows_among_many(string widths, ActivationKind activation)
    {
        MlpShape mlp = MlpShape.Parse(widths, activation);
        NetworkShape shape = new(mlp, HeadShape.DiagonalGaussian(mlp.Widths[^1]));
        SampleProblem problem = SampleProblem.Create(shape, Many, seed: 3);
        foreach (LaneWidth width in (LaneWidth[])[LaneWidth.Sixteen, LaneWidth.Eight, LaneWidth.One])
        {
            float[] expected = Forward(problem, width, Many);
            for (int rows = 1; rows < Many / 2; rows++)
            {
                Assert.Equal(expected[..(rows * shape.Head.Size.Parameters)], Forward(problem, width, rows));
            }
        }
    }

    private static float[] Forward(SampleProblem problem, LaneWidth width, int rows)
    {
        using CpuBackend backend = new(threads: 1, width);
        using NetworkWorkspace workspace = backend.CreateWorkspace(problem.Shape, rows);
        using ComputeBuffer parameters = backend.Allocate(problem.Parameters);
        using ComputeBuffer observations = backend.Allocate(problem.Observations);
        using ComputeBuffer outputs = backend.Allocate(rows * problem.Shape.Head.Size.Parameters);
        backend.Forward(workspace, parameters, observations, rows, outputs);
        return outputs.ReadArray();
    }
}
