using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceKroneckerTests
{
    // Two double-precision evaluations of the same sums of some thousand terms.
    private const double Relative = 1e-11;

    private const int Networks = 30;

    // A bias has the derivatives of its layer's outputs, so that G_l is the Fisher matrix's block of the biases: here
    // from Jacobians by complex step and enumerated metrics. A network's own inputs are its first layer's.
    [Fact]
    public void Output_factors_are_the_blocks_of_the_biases_in_the_dense_matrix()
    {
        for (int k = 0; k < Networks; k++)
        {
            SampleProblem problem = SampleProblem.Create(RandomNetworks.Create(k, 6, 3), rows: 1 + (k % 7), seed: k);
            int stride = 1 + (k % 3);
            double[] factors = Factors(problem, stride, out KroneckerLayout layout);
            double[,] fisher = DenseFisher.Create(problem, stride);
            foreach (KroneckerBlock n in layout.Blocks)
            {
                double[] expected =
                [
                    .. from i in Enumerable.Range(n.Layer.BiasOffset, n.Outputs)
                       from j in Enumerable.Range(n.Layer.BiasOffset, n.Outputs)
                       select fisher[i, j],
                ];
                Tolerance.AssertRelative(
                    expected, factors.AsSpan(n.OutputOffset, expected.Length), Relative, $"{problem.Shape} G");
            }

            int network = problem.Shape.Mlp.ParameterCount;
            double[] free =
                [.. Enumerable.Range(network, problem.Shape.Head.Size.FreeParameters).Select(f => fisher[f, f])];
            Tolerance.AssertRelative(free, factors.AsSpan(layout.FreeOffset), Relative, $"{problem.Shape} free");
        }
    }

    // Every layer's inputs are the outputs of the network that ends before it: least squares of them by themselves.
    [Fact]
    public void Input_factors_are_second_moments_of_what_shorter_networks_put_out()
    {
        for (int k = 0; k < Networks; k++)
        {
            SampleProblem problem = SampleProblem.Create(RandomNetworks.Create(k, 6, 4), rows: 1 + (k % 7), seed: k);
            double[] factors = Factors(problem, 1, out KroneckerLayout layout);
            double[] parameters = ReferenceFixture.Doubles(problem.Parameters);
            double[][] inputs =
            [
                .. Enumerable.Range(0, problem.Rows).Select(b => ReferenceFixture.Doubles(problem.Observations)
                    .AsSpan(b * problem.Shape.Mlp.Inputs, problem.Shape.Mlp.Inputs).ToArray()),
            ];
            foreach (KroneckerBlock n in layout.Blocks)
            {
                double[] expected =
                [
                    .. from i in Enumerable.Range(0, n.Inputs)
                       from j in Enumerable.Range(0, n.Inputs)
                       select inputs.Average(h => (i < h.Length ? h[i] : 1) * (j < h.Length ? h[j] : 1)),
                ];
                Tolerance.AssertRelative(
                    expected, factors.AsSpan(n.InputOffset, expected.Length), Relative, $"{problem.Shape} A");
                inputs = [.. inputs.Select(h => Layer(problem.Shape.Mlp.Activation, n.Layer, parameters, h))];
            }
        }
    }

    // Nothing but the inputs differs from row to row: the mean of the products is the product of the means.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(3, 7)]
    public void One_linear_layer_with_a_Gaussian_head_has_exactly_the_Fisher_matrix(int inputs, int outputs)
    {
        NetworkShape shape = new(
            new MlpShape([inputs, outputs], ActivationKind.Tanh), HeadShape.DiagonalGaussian(outputs));
        SampleProblem problem = SampleProblem.Create(shape, rows: 9, seed: inputs);
        double[] factors = Factors(problem, 1, out KroneckerLayout layout);
        double[,] fisher = DenseFisher.Create(problem, 1);
        KroneckerBlock n = layout.Blocks[0];
        for (int p = 0; p < shape.Mlp.ParameterCount; p++)
        {
            for (int q = 0; q < shape.Mlp.ParameterCount; q++)
            {
                double a = factors[n.InputOffset + (p / outputs * n.Inputs) + (q / outputs)];
                double g = factors[n.OutputOffset + (p % outputs * n.Outputs) + (q % outputs)];
                double magnitude = Math.Sqrt(fisher[p, p] * fisher[q, q]);

                // Nine rows on either side, and the metric's exponential and quotients.
                RoundingBound.Assert(fisher[p, q], a * g, (2 * problem.Rows) + 24, magnitude, $"[{p},{q}]");
            }
        }
    }

    [Fact]
    public void Products_are_those_of_the_matrix_written_out()
    {
        for (int k = 0; k < Networks; k++)
        {
            NetworkShape shape = RandomNetworks.Create(k, 5, 3);
            SampleProblem problem = SampleProblem.Create(shape, rows: 1, seed: k);
            ReferenceFixture fixture = new(problem);
            KroneckerMatrices matrices = fixture.Backend.CreateKroneckerMatrices(shape);
            KroneckerLayout layout = matrices.Layout;
            double[] values = ReferenceFixture.Doubles(new NormalNumbers(k).Array(layout.Length));
            matrices.Write(values);
            fixture.Backend.ApplyKroneckerProduct(matrices, fixture.Direction, fixture.Product);

            double[] x = ReferenceFixture.Doubles(problem.Direction);
            double[,] dense = WriteOut(layout, values);
            for (int p = 0; p < x.Length; p++)
            {
                double[] terms = [.. x.Select((value, q) => dense[p, q] * value)];
                RoundingBound.Assert(
                    terms.Sum(), ReferenceFixture.Doubles(fixture.Product)[p], (2 * x.Length) + 4,
                    terms.Sum(Math.Abs), $"{shape} [{p}]");
            }
        }
    }

    private static double[] Factors(SampleProblem problem, int stride, out KroneckerLayout layout)
    {
        ReferenceFixture fixture = new(problem);
        fixture.SurrogateGradient();
        fixture.Backend.PrepareFisher(fixture.Workspace, fixture.Parameters, stride);
        using KroneckerWorkspace kronecker = fixture.Backend.CreateKroneckerWorkspace(fixture.Workspace);
        layout = kronecker.Layout;
        double[] factors = new double[layout.Length];
        Array.Fill(factors, double.NaN);
        fixture.Backend.ReadKroneckerFactors(kronecker, fixture.Parameters, factors);
        return factors;
    }

    private static double[] Layer(ActivationKind activation, DenseShape n, double[] parameters, double[] h) =>
    [
        .. Enumerable.Range(0, n.O).Select(o => TrpoGpu.Backends.Reference.ReferenceActivation.Value(
            activation,
            parameters[n.BiasOffset + o] + h.Select((x, i) => x * parameters[n.WeightOffset + (i * n.O) + o]).Sum())),
    ];

    private static double[,] WriteOut(KroneckerLayout layout, double[] values)
    {
        int length = layout.Network.ParameterCount;
        double[,] dense = new double[length, length];
        foreach (KroneckerBlock n in layout.Blocks)
        {
            for (int p = 0; p < n.Inputs * n.Outputs; p++)
            {
                for (int q = 0; q < n.Inputs * n.Outputs; q++)
                {
                    dense[n.Layer.WeightOffset + p, n.Layer.WeightOffset + q] =
                        values[n.InputOffset + (p / n.Outputs * n.Inputs) + (q / n.Outputs)] *
                        values[n.OutputOffset + (p % n.Outputs * n.Outputs) + (q % n.Outputs)];
                }
            }
        }

        for (int f = 0; f < layout.Network.Head.Size.FreeParameters; f++)
        {
            int p = layout.Network.Mlp.ParameterCount + f;
            dense[p, p] = values[layout.FreeOffset + f];
        }

        return dense;
    }
}
