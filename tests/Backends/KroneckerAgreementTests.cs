using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>Kronecker factors and products on shapes that hurt, within bounds computed beside the values.</summary>
public abstract class KroneckerAgreementTests
{
    // Products of pairs of numbers that a bound may cost.
    private const long Affordable = 20_000_000;

    private protected static TheoryData<string> Affordably(TheoryData<string> names) =>
        [
            .. names.Cast<object[]>()
                .Select(row => (string)row[0])
                .Where(name => Cost(ShapeCases.Find(name)) <= Affordable),
        ];

    /// <summary>The engine that is compared with the bounds.</summary>
    protected abstract ComputeBackend CreateBackend();

    protected void CheckFactors(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        RoundedNetwork network = new(problem.Shape, problem.Parameters);
        using EngineFixture fixture = new(problem, CreateBackend());
        fixture.SurrogateGradient();
        foreach (int rowStride in (int[])[1, 3])
        {
            double[] factors = fixture.KroneckerFactors(rowStride);
            Rounded[] expected = network.KroneckerFactors(problem, rowStride);
            for (int k = 0; k < factors.Length; k++)
            {
                Tolerance.AssertWithin(expected[k], factors[k], $"factors of one row in {rowStride} [{k}]");
            }
        }
    }

    protected void CheckProducts(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        KroneckerLayout layout = new(problem.Shape);
        float[] matrices = new NormalNumbers(layout.Length).Array(layout.Length);
        using EngineFixture fixture = new(problem, CreateBackend());

        float[] product = fixture.KroneckerProduct(Array.ConvertAll(matrices, m => (double)m), problem.Direction);

        Tolerance.AssertWithin(Product(layout, matrices, problem.Direction), product, "product");
    }

    private static long Cost(ShapeCase shapeCase)
    {
        long square = 0;
        foreach (DenseShape n in shapeCase.Network.Mlp.Layers)
        {
            square += ((n.I + 1L) * (n.I + 1)) + ((long)n.O * n.O * shapeCase.Network.Mlp.Outputs);
        }

        return square * shapeCase.Rows;
    }

    private static Rounded[] Product(KroneckerLayout layout, float[] matrices, float[] x)
    {
        Rounded[] y = new Rounded[x.Length];
        foreach (KroneckerBlock n in layout.Blocks)
        {
            int first = n.Layer.WeightOffset;
            for (int i = 0; i < n.Inputs; i++)
            {
                Rounded[] half = new Rounded[n.Outputs];
                for (int o = 0; o < n.Outputs; o++)
                {
                    RoundedSum sum = default;
                    for (int j = 0; j < n.Inputs; j++)
                    {
                        sum.AddProduct(matrices[n.InputOffset + (i * n.Inputs) + j], x[first + (j * n.Outputs) + o]);
                    }

                    half[o] = sum.InFloat32();
                }

                for (int o = 0; o < n.Outputs; o++)
                {
                    RoundedSum sum = default;
                    for (int q = 0; q < n.Outputs; q++)
                    {
                        sum.AddProduct(half[q], matrices[n.OutputOffset + (o * n.Outputs) + q]);
                    }

                    y[first + (i * n.Outputs) + o] = sum.InFloat32();
                }
            }
        }

        int network = layout.Network.Mlp.ParameterCount;
        for (int f = network; f < x.Length; f++)
        {
            y[f] = (Rounded)matrices[layout.FreeOffset + f - network] * x[f];
        }

        return y;
    }
}
