using System;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <content>Networks over batches.</content>
public sealed partial class ReferenceBackend
{
    // What log-ratios are clamped to before they are exponentiated.
    private const double LogRatioBound = 20;

    private protected override void ForwardCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer outputs)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        for (int b = 0; b < rows; b++)
        {
            double[] distribution = Distribution(w, parameters, Row(observations, b, w.Shape.Mlp.Inputs));
            distribution.CopyTo(Row(outputs, b, w.Shape.Head.Size.Parameters));
        }
    }

    private protected override void ModeCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer actions)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        for (int b = 0; b < rows; b++)
        {
            double[] distribution = Distribution(w, parameters, Row(observations, b, w.Shape.Mlp.Inputs));
            w.Head.Mode(distribution, Row(actions, b, w.Shape.Head.Size.Actions));
        }
    }

    private protected override void LoadCore(
        NetworkWorkspace workspace, in SampleBatch batch, RowOrder order, int first, int rows)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        w.Observations = new double[rows][];
        w.Actions = new double[rows][];
        w.Advantages = new double[batch.Advantages is null ? 0 : rows];
        w.LogProbabilities = new double[batch.LogProbabilities is null ? 0 : rows];
        for (int k = 0; k < rows; k++)
        {
            int b = order[first + k];
            w.Observations[k] = Row(batch.Observations, b, w.Shape.Mlp.Inputs).ToArray();
            w.Actions[k] = Row(batch.Actions, b, w.Shape.Head.Size.Actions).ToArray();
            if (batch.Advantages is not null && batch.LogProbabilities is not null)
            {
                w.Advantages[k] = Values(batch.Advantages)[b];
                w.LogProbabilities[k] = Values(batch.LogProbabilities)[b];
            }
        }
    }

    private protected override void SurrogateGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        KeepPasses(w, parameters);
        w.OldDistributions = w.Distributions;
        double[] weights = new double[w.Rows];
        for (int b = 0; b < w.Rows; b++)
        {
            weights[b] = -Ratio(LogRatio(w, b, w.Distributions[b])) * w.Advantages[b];
        }

        WeightedScore(w, parameters, weights, gradient);
    }

    private protected override void LikelihoodGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        KeepPasses(w, parameters);
        double[] weights = new double[w.Rows];
        Array.Fill(weights, -1);
        WeightedScore(w, parameters, weights, gradient);
    }

    private protected override SurrogateTerms ReadSurrogateCore(
        NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        double loss = 0;
        double kl = 0;
        double entropy = 0;
        double largest = 0;
        for (int b = 0; b < w.Rows; b++)
        {
            double[] distribution = Distribution(w, parameters, w.Observations[b]);
            double logRatio = LogRatio(w, b, distribution);
            loss -= Ratio(logRatio) * w.Advantages[b];
            kl += w.Head.KlOldToNew(w.OldDistributions[b], distribution);
            entropy += w.Head.Entropy(distribution);
            largest = Math.Max(largest, Math.Abs(logRatio));
        }

        return new SurrogateTerms(loss / w.Rows, kl / w.Rows, entropy / w.Rows, largest);
    }

    private protected override double ReadNegativeLogLikelihoodCore(
        NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        double sum = 0;
        for (int b = 0; b < w.Rows; b++)
        {
            sum -= w.Head.LogProbability(Distribution(w, parameters, w.Observations[b]), w.Actions[b]);
        }

        return sum / w.Rows;
    }

    private static void KeepPasses(ReferenceWorkspace w, ComputeBuffer parameters)
    {
        w.Passes = new ReferencePass[w.Rows];
        w.Distributions = new double[w.Rows][];
        for (int b = 0; b < w.Rows; b++)
        {
            w.Passes[b] = w.Mlp.Forward(Values(parameters), w.Observations[b]);
            w.Distributions[b] = Distribution(w.Shape, parameters, w.Passes[b]);
        }
    }

    // gradient = mean_b weight_b * d log pi(a_b|s_b) / d parameters
    private static void WeightedScore(
        ReferenceWorkspace w, ComputeBuffer parameters, double[] weights, ComputeBuffer gradient)
    {
        double[] sum = new double[w.Shape.ParameterCount];
        double[] rowGradient = new double[w.Shape.Head.Size.Parameters];
        for (int b = 0; b < w.Rows; b++)
        {
            w.Head.LogProbabilityGradient(w.Distributions[b], w.Actions[b], weights[b] / w.Rows, rowGradient);
            AddBackward(w, parameters, w.Passes[b], rowGradient, sum);
        }

        sum.CopyTo(Values(gradient), 0);
    }

    // Adds J' u: the network's part by the backward pass, the free parameters' part as it is.
    private static void AddBackward(
        ReferenceWorkspace w, ComputeBuffer parameters, ReferencePass pass, double[] rowGradient,
        double[] sum)
    {
        int outputs = w.Shape.Head.Size.NetworkOutputs;
        w.Mlp.AddBackward(Values(parameters), pass, rowGradient.AsSpan(0, outputs), sum);
        for (int k = 0; k < w.Shape.Head.Size.FreeParameters; k++)
        {
            sum[w.Shape.Mlp.ParameterCount + k] += rowGradient[outputs + k];
        }
    }

    private static double[] Distribution(
        ReferenceWorkspace w, ComputeBuffer parameters, ReadOnlySpan<double> observation) =>
        Distribution(w.Shape, parameters, w.Mlp.Forward(Values(parameters), observation));

    // The network's outputs followed by the head's free parameters, which come last among the parameters.
    private static double[] Distribution(NetworkShape shape, ComputeBuffer parameters, ReferencePass pass) =>
        [.. pass.PreActivations[^1], .. Values(parameters)[shape.Mlp.ParameterCount..shape.ParameterCount]];

    private static double LogRatio(ReferenceWorkspace w, int b, double[] distribution) =>
        w.Head.LogProbability(distribution, w.Actions[b]) - w.LogProbabilities[b];

    private static double Ratio(double logRatio) =>
        Math.Exp(Math.Clamp(logRatio, -LogRatioBound, LogRatioBound));

    private static Span<double> Row(ComputeBuffer buffer, int row, int columns) =>
        Values(buffer).AsSpan(row * columns, columns);
}
