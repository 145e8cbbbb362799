using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A network over a batch by plain loops, in numbers that carry the most by which a float32 backend may
/// differ.
/// </summary>
internal sealed partial class RoundedNetwork(NetworkShape shape, float[] parameters)
{
    /// <summary>[B,A] distribution parameters.</summary>
    public Rounded[] Forward(float[] observations, int rows)
    {
        Rounded[] outputs = new Rounded[rows * shape.Head.Size.Parameters];
        for (int b = 0; b < rows; b++)
        {
            Distribution(Activations(Row(observations, b, shape.Mlp.Inputs)))
                .CopyTo(outputs.AsSpan(b * shape.Head.Size.Parameters));
        }

        return outputs;
    }

    /// <summary>[P] gradient of -mean(ratio * advantage).</summary>
    public Rounded[] SurrogateGradient(SampleProblem problem) => Gradient(problem, (b, outputs, action) =>
        -problem.Advantages[b] *
        RoundedTerms.Ratio(shape.Head, outputs, action, problem.LogProbabilities[b]));

    /// <summary>[P] gradient of the mean negative log-likelihood.</summary>
    public Rounded[] LikelihoodGradient(SampleProblem problem) => Gradient(problem, (_, _, _) => -1f);

    /// <summary>[P] (F + damping I) direction, with F over rows 0, stride, 2 stride, ...</summary>
    public Rounded[] FisherVectorProduct(
        SampleProblem problem, float[] direction, float damping, int rowStride = 1,
        FisherKind kind = FisherKind.GaussNewton)
    {
        RoundedSum[] sums = new RoundedSum[shape.ParameterCount];
        int rows = (problem.Rows + rowStride - 1) / rowStride;
        Rounded weight = 1f / (Rounded)rows;
        for (int b = 0; b < problem.Rows; b += rowStride)
        {
            Rounded[][] h = Activations(Row(problem.Observations, b, shape.Mlp.Inputs));
            Rounded[] tangent = TangentForward(h, direction);
            Rounded[] metric = kind == FisherKind.GaussNewton
                ? RoundedHead.FisherMetric(shape.Head, Distribution(h), tangent, weight)
                : RoundedHead.ScoreMetric(
                    shape.Head, Distribution(h), Row(problem.Actions, b, shape.Head.Size.Actions), tangent, weight);
            Backward(h, metric, sums);
        }

        return [.. sums.Select((sum, k) => sum.OverRows() + (damping * (Rounded)direction[k]))];
    }

    /// <summary>The Kronecker factors of F in their layout, over rows 0, stride, 2 stride, ...</summary>
    public Rounded[] KroneckerFactors(SampleProblem problem, int rowStride = 1)
    {
        KroneckerLayout layout = new(shape);
        RoundedSum[] sums = new RoundedSum[layout.FreeOffset];
        int rows = (problem.Rows + rowStride - 1) / rowStride;
        for (int b = 0; b < problem.Rows; b += rowStride)
        {
            Rounded[][] h = Activations(Row(problem.Observations, b, shape.Mlp.Inputs));
            Rounded[] outputs = Distribution(h);
            for (int l = 0; l < layout.Blocks.Length; l++)
            {
                AddSquare([.. h[l], 1f], sums.AsSpan(layout.Blocks[l].InputOffset));
            }

            for (int k = 0; k < shape.Head.Size.NetworkOutputs; k++)
            {
                Rounded[][] gradients = LayerGradients(h, RoundedHead.FisherMetricFactor(shape.Head, outputs, k));
                for (int l = 0; l < layout.Blocks.Length; l++)
                {
                    AddSquare(gradients[l], sums.AsSpan(layout.Blocks[l].OutputOffset));
                }
            }
        }

        // The mean is formed in double.
        return
        [
            .. sums.Select(sum => sum.OverRows()).Select(sum => new Rounded(sum.Value / rows, sum.Deviation / rows)),
            .. Enumerable.Repeat(new Rounded(shape.Head.FreeInformation, 0), shape.Head.Size.FreeParameters),
        ];
    }

    private Rounded[] Gradient(SampleProblem problem, RowWeight rowWeight)
    {
        RoundedSum[] sums = new RoundedSum[shape.ParameterCount];
        for (int b = 0; b < problem.Rows; b++)
        {
            Rounded[][] h = Activations(Row(problem.Observations, b, shape.Mlp.Inputs));
            Rounded[] outputs = Distribution(h);
            ReadOnlySpan<float> action = Row(problem.Actions, b, shape.Head.Size.Actions);
            Rounded weight = rowWeight(b, outputs, action) / (Rounded)problem.Rows;
            Backward(h, RoundedHead.LogProbabilityGradient(shape.Head, outputs, action, weight), sums);
        }

        return Array.ConvertAll(sums, sum => sum.OverRows());
    }

    private Rounded[][] Activations(ReadOnlySpan<float> observation)
    {
        Rounded[][] h = new Rounded[shape.Mlp.Layers.Length + 1][];
        h[0] = Array.ConvertAll(observation.ToArray(), value => (Rounded)value);
        for (int l = 0; l < shape.Mlp.Layers.Length; l++)
        {
            DenseShape n = shape.Mlp.Layers[l];
            h[l + 1] = new Rounded[n.O];
            for (int o = 0; o < n.O; o++)
            {
                RoundedSum z = default;
                for (int i = 0; i < n.I; i++)
                {
                    z.AddProduct(h[l][i], parameters[n.WeightOffset + (i * n.O) + o]);
                }

                z.Add(parameters[n.BiasOffset + o]);
                h[l + 1][o] = IsLast(l)
                    ? z.InFloat32()
                    : RoundedActivation.Value(shape.Mlp.Activation, z.InFloat32());
            }
        }

        return h;
    }

    private Rounded[] Distribution(Rounded[][] h) =>
        [.. h[^1], .. parameters[shape.Mlp.ParameterCount..].Select(free => (Rounded)free)];

    private Rounded[] TangentForward(Rounded[][] h, float[] direction)
    {
        Rounded[] tangent = new Rounded[shape.Mlp.Inputs];
        for (int l = 0; l < shape.Mlp.Layers.Length; l++)
        {
            DenseShape n = shape.Mlp.Layers[l];
            Rounded[] next = new Rounded[n.O];
            for (int o = 0; o < n.O; o++)
            {
                RoundedSum z = default;
                for (int i = 0; i < n.I; i++)
                {
                    z.AddProduct(tangent[i], parameters[n.WeightOffset + (i * n.O) + o]);
                    z.AddProduct(h[l][i], direction[n.WeightOffset + (i * n.O) + o]);
                }

                z.Add(direction[n.BiasOffset + o]);
                next[o] = IsLast(l)
                    ? z.InFloat32()
                    : z.InFloat32() * Slope(h[l + 1][o]);
            }

            tangent = next;
        }

        return [.. tangent, .. direction[shape.Mlp.ParameterCount..].Select(free => (Rounded)free)];
    }

    private void Backward(Rounded[][] h, Rounded[] outputGradient, RoundedSum[] sums)
    {
        for (int k = 0; k < shape.Head.Size.FreeParameters; k++)
        {
            sums[shape.Mlp.ParameterCount + k].Add(outputGradient[shape.Head.Size.NetworkOutputs + k]);
        }

        Rounded[][] gradients = LayerGradients(h, outputGradient[..shape.Head.Size.NetworkOutputs]);
        for (int l = 0; l < shape.Mlp.Layers.Length; l++)
        {
            DenseShape n = shape.Mlp.Layers[l];
            for (int o = 0; o < n.O; o++)
            {
                for (int i = 0; i < n.I; i++)
                {
                    sums[n.WeightOffset + (i * n.O) + o].AddProduct(h[l][i], gradients[l][o]);
                }

                sums[n.BiasOffset + o].Add(gradients[l][o]);
            }
        }
    }

    // Gradients with respect to the outputs of every layer before its activation.
    private Rounded[][] LayerGradients(Rounded[][] h, Rounded[] outputGradient)
    {
        Rounded[][] gradients = new Rounded[shape.Mlp.Layers.Length][];
        gradients[^1] = outputGradient;
        for (int l = shape.Mlp.Layers.Length - 1; l > 0; l--)
        {
            DenseShape n = shape.Mlp.Layers[l];
            gradients[l - 1] = new Rounded[n.I];
            for (int i = 0; i < n.I; i++)
            {
                RoundedSum inner = default;
                for (int o = 0; o < n.O; o++)
                {
                    inner.AddProduct(gradients[l][o], parameters[n.WeightOffset + (i * n.O) + o]);
                }

                gradients[l - 1][i] = inner.InFloat32() * Slope(h[l][i]);
            }
        }

        return gradients;
    }

    private static void AddSquare(Rounded[] v, Span<RoundedSum> sums)
    {
        for (int i = 0; i < v.Length; i++)
        {
            for (int j = 0; j < v.Length; j++)
            {
                sums[(i * v.Length) + j].AddProduct(v[i], v[j]);
            }
        }
    }

    private Rounded Slope(Rounded h) => RoundedActivation.DerivativeFromOutput(shape.Mlp.Activation, h);

    private bool IsLast(int layer) => layer == shape.Mlp.Layers.Length - 1;

    private static ReadOnlySpan<float> Row(float[] values, int row, int columns) =>
        values.AsSpan(row * columns, columns);

    private delegate Rounded RowWeight(int row, Rounded[] outputs, ReadOnlySpan<float> action);
}
