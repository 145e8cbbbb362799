using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <content>What losses add to the gradient of a log-probability, and the metric of scores.</content>
internal static partial class RoundedHead
{
    /// <summary>weight * d KL(old, new) / d new.</summary>
    public static Rounded[] KlOldToNewGradient(
        HeadShape head, ReadOnlySpan<Rounded> old, ReadOnlySpan<Rounded> @new, Rounded weight)
    {
        Rounded[] gradient = new Rounded[head.Size.Parameters];
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    int free = head.Size.NetworkOutputs + column;
                    Rounded inverse = Rounded.Exp(-@new[free]);
                    Rounded z = (@new[column] - old[column]) * inverse;
                    Rounded growth = Rounded.Exp(2f * (old[free] - @new[free])) - 1f;
                    gradient[column] = weight * (z * inverse);
                    gradient[free] = -weight * ((z * z) + growth);
                    break;
                case HeadKind.UnitGaussian:
                    gradient[column] = weight * (@new[column] - old[column]);
                    break;
                case HeadKind.Bernoulli:
                    gradient[column] = weight *
                        (RoundedActivation.Sigmoid(@new[column]) - RoundedActivation.Sigmoid(old[column]));
                    break;
                default:
                    Rounded[] p = Softmax(old.Slice(first, count));
                    Rounded[] q = Softmax(@new.Slice(first, count));
                    for (int k = 0; k < count; k++)
                    {
                        gradient[first + k] = weight * (q[k] - p[k]);
                    }

                    break;
            }
        }

        return gradient;
    }

    /// <summary>weight * d entropy / d parameters.</summary>
    public static Rounded[] EntropyGradient(HeadShape head, ReadOnlySpan<Rounded> p, Rounded weight)
    {
        Rounded[] gradient = new Rounded[head.Size.Parameters];
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    gradient[head.Size.NetworkOutputs + column] = weight;
                    break;
                case HeadKind.UnitGaussian:
                    break;
                case HeadKind.Bernoulli:
                    Rounded on = RoundedActivation.Sigmoid(p[column]);
                    gradient[column] = -weight * (on * (1f - on) * p[column]);
                    break;
                default:
                    Rounded[] logs = LogSoftmax(p.Slice(first, count));
                    RoundedSum entropy = default;
                    foreach (Rounded log in logs)
                    {
                        entropy.AddProduct(-Rounded.Exp(log), log);
                    }

                    for (int k = 0; k < count; k++)
                    {
                        gradient[first + k] = -weight * (Rounded.Exp(logs[k]) * (logs[k] + entropy.InFloat32()));
                    }

                    break;
            }
        }

        return gradient;
    }

    /// <summary>weight * s (s' direction), s the score of an action.</summary>
    public static Rounded[] ScoreMetric(
        HeadShape head, ReadOnlySpan<Rounded> p, ReadOnlySpan<float> action, ReadOnlySpan<Rounded> direction,
        Rounded weight)
    {
        RoundedSum slope = default;
        Rounded[] score = LogProbabilityGradient(head, p, action, 1f);
        for (int k = 0; k < score.Length; k++)
        {
            slope.AddProduct(score[k], direction[k]);
        }

        return LogProbabilityGradient(head, p, action, weight * slope.InFloat32());
    }
}
