using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <content>Curvature that is a Kronecker product in every layer.</content>
public sealed partial class ReferenceBackend
{
    private protected override KroneckerWorkspace CreateKroneckerWorkspaceCore(NetworkWorkspace workspace) =>
        new ReferenceKronecker(workspace);

    private protected override KroneckerMatrices CreateKroneckerMatricesCore(KroneckerLayout layout) =>
        new ReferenceKroneckerMatrices(this, layout);

    // With the columns s of a factor of the metric, M = sum s s', J' M J is the sum of the squares of J' s.
    private protected override void ReadKroneckerFactorsCore(
        KroneckerWorkspace kronecker, ComputeBuffer parameters, Span<double> destination)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)kronecker.Network;
        int rows = ((w.Rows - 1) / w.FisherRowStride) + 1;
        double[] column = new double[w.Shape.Head.Size.NetworkOutputs];
        destination[..kronecker.Layout.FreeOffset].Clear();
        for (int b = 0; b < w.Rows; b += w.FisherRowStride)
        {
            ReferencePass pass = w.Passes[b];
            for (int l = 0; l < kronecker.Layout.Blocks.Length; l++)
            {
                AddSquare([.. pass.Inputs[l], 1.0], rows, destination[kronecker.Layout.Blocks[l].InputOffset..]);
            }

            for (int k = 0; k < column.Length; k++)
            {
                w.Head.FisherMetricFactor(w.Distributions[b], k, column);
                double[][] gradients = w.Mlp.LayerGradients(Values(parameters), pass, column);
                for (int l = 0; l < gradients.Length; l++)
                {
                    AddSquare(gradients[l], rows, destination[kronecker.Layout.Blocks[l].OutputOffset..]);
                }
            }
        }
    }

    private protected override void ApplyKroneckerProductCore(
        KroneckerMatrices matrices, ComputeBuffer x, ComputeBuffer y)
    {
        KroneckerLayout layout = matrices.Layout;
        double[] m = ((ReferenceKroneckerMatrices)matrices).Values;
        foreach (KroneckerBlock n in layout.Blocks)
        {
            int first = n.Layer.WeightOffset;
            double[] half = new double[n.Inputs * n.Outputs];
            for (int i = 0; i < n.Inputs; i++)
            {
                for (int o = 0; o < n.Outputs; o++)
                {
                    for (int j = 0; j < n.Inputs; j++)
                    {
                        half[(i * n.Outputs) + o] +=
                            m[n.InputOffset + (i * n.Inputs) + j] * Values(x)[first + (j * n.Outputs) + o];
                    }
                }
            }

            for (int i = 0; i < n.Inputs; i++)
            {
                for (int o = 0; o < n.Outputs; o++)
                {
                    double sum = 0;
                    for (int q = 0; q < n.Outputs; q++)
                    {
                        sum += half[(i * n.Outputs) + q] * m[n.OutputOffset + (o * n.Outputs) + q];
                    }

                    Values(y)[first + (i * n.Outputs) + o] = sum;
                }
            }
        }

        int network = layout.Network.Mlp.ParameterCount;
        for (int f = 0; f < layout.Network.Head.Size.FreeParameters; f++)
        {
            Values(y)[network + f] = m[layout.FreeOffset + f] * Values(x)[network + f];
        }
    }

    // sum += v v' / rows
    private static void AddSquare(double[] v, int rows, Span<double> sum)
    {
        for (int i = 0; i < v.Length; i++)
        {
            for (int j = 0; j < v.Length; j++)
            {
                sum[(i * v.Length) + j] += v[i] * v[j] / rows;
            }
        }
    }
}

/// <summary>Factors are computed from what the network's workspace keeps, in no memory of their own.</summary>
internal sealed class ReferenceKronecker(NetworkWorkspace network) : KroneckerWorkspace(network)
{
    public override void Dispose()
    {
    }
}

/// <summary>Matrices of doubles.</summary>
internal sealed class ReferenceKroneckerMatrices(ComputeBackend owner, KroneckerLayout layout)
    : KroneckerMatrices(owner, layout)
{
    /// <summary>In the layout.</summary>
    public double[] Values { get; } = new double[layout.Length];

    public override void Dispose()
    {
    }

    private protected override void WriteCore(ReadOnlySpan<double> source) => source.CopyTo(Values);
}
