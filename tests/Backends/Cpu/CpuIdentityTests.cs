using System;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>
/// What must hold between results without knowing them. Where all numbers are small integers and the number
/// of rows is a power of two, float32 makes no rounding, and identities hold to the bit.
/// </summary>
public sealed unsafe class CpuIdentityTests
{
    private static readonly string[] Widths = ["3-5-2", "17-7-6-3", "2-18-1", "1-33-17-4"];

    public static TheoryData<string> Shapes => [.. Widths];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Fisher_products_are_symmetric_and_additive(string widths)
    {
        using CpuFixture fixture = new(IntegerProblem(widths, 128));
        int length = fixture.Problem.Shape.ParameterCount;
        float[] u = Integers(length, 2, seed: 1);
        float[] v = Integers(length, 2, seed: 2);
        fixture.LikelihoodGradient();
        float[] fu = fixture.FisherProduct(u);
        float[] fv = fixture.FisherProduct(v);

        Assert.Equal(Dot(u, fv), Dot(v, fu));
        Assert.True(Dot(v, fv) > 0);
        Assert.Equal(fu.Zip(fv, (a, b) => a + b), fixture.FisherProduct([.. u.Zip(v, (a, b) => a + b)]));
        Assert.Equal(fv.Zip(v, (a, b) => a + (4 * b)), fixture.FisherProduct(v, damping: 4));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Tangents_and_gradients_are_adjoint(string widths)
    {
        SampleProblem problem = IntegerProblem(widths, Tile.Rows);
        using CpuFixture fixture = new(problem);
        fixture.LikelihoodGradient();
        CpuNetwork network = fixture.Workspace.Network;
        ref readonly TileScratch scratch = ref fixture.Workspace.Scratch[0];
        float* tile = fixture.Workspace.KeptTile(0);
        float[] v = Integers(problem.Shape.ParameterCount, 2, seed: 3);
        float[] u = Integers(problem.Shape.Mlp.Outputs * Tile.Rows, 2, seed: 4);
        fixed (float* parameters = problem.Parameters, direction = v)
        {
            network.Tangent(parameters, direction, tile, Tile.Rows, scratch);
            double tangentSide = Dot(u, new ReadOnlySpan<float>(scratch.Distribution, u.Length).ToArray());

            u.CopyTo(new Span<float>(scratch.Distribution, u.Length));
            network.Backward(parameters, tile, Tile.Rows, ProductStart.Zero, scratch);
            Assert.Equal(tangentSide, GradientDot(network, scratch.Gradient, v));
        }
    }

    [Theory]
    [InlineData("1-2-1 softplus Bernoulli x 5")]
    [InlineData("7-13-11-5-3 tanh DiagonalGaussian x 251")]
    [InlineData("13-3-29-2-7 elu Categorical x 256")]
    public void Fisher_products_scale_with_powers_of_two(string name)
    {
        using CpuFixture fixture = new(ShapeCases.Find(name).CreateProblem());
        fixture.SurrogateGradient();
        float[] once = fixture.FisherProduct(fixture.Problem.Direction, 0.1f);
        float[] minusFour = fixture.FisherProduct([.. fixture.Problem.Direction.Select(v => -4 * v)], 0.1f);

        Assert.Equal(once.Select(value => -4 * value), minusFour);
    }

    // Relu keeps integers; weights are mostly zero, so that values stay small through the layers.
    private static SampleProblem IntegerProblem(string widths, int rows)
    {
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Relu);
        SampleProblem problem = SampleProblem.Create(
            new NetworkShape(mlp, HeadShape.UnitGaussian(mlp.Outputs)), rows, seed: 1);
        Integers(problem.Parameters.Length, 1, seed: 5).CopyTo(problem.Parameters, 0);
        Integers(problem.Observations.Length, 1, seed: 6).CopyTo(problem.Observations, 0);
        Integers(problem.Actions.Length, 1, seed: 7).CopyTo(problem.Actions, 0);
        return problem;
    }

    private static float[] Integers(int length, int largest, int seed)
    {
        NormalNumbers random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ =>
            random.Index(3) > 0 ? 0f : random.Index((2 * largest) + 1) - largest)];
    }

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static double GradientDot(CpuNetwork network, float* gradient, float[] v)
    {
        double sum = 0;
        foreach (GradientMatrix matrix in network.Gradient.Matrices)
        {
            DenseShape layer = matrix.Layer;
            for (int i = 0; i <= layer.I; i++)
            {
                for (int o = 0; o < layer.O; o++)
                {
                    int place = matrix.LanesAreOutputs ? (i * matrix.Lanes) + o : (o * matrix.Lanes) + i;
                    double direction = v[layer.WeightOffset + (i * layer.O) + o];
                    sum += gradient[matrix.Offset + place] * direction;
                }
            }
        }

        return sum;
    }
}
