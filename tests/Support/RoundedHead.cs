using System;
using System.Linq;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>The action distributions of single rows, in numbers that carry their error bounds.</summary>
internal static partial class RoundedHead
{
    private static readonly double HalfLogTwoPi = Math.Log(2 * Math.PI) / 2;

    /// <summary>log pi(action).</summary>
    public static Rounded LogProbability(HeadShape head, ReadOnlySpan<Rounded> p, ReadOnlySpan<float> action)
    {
        RoundedSum sum = default;
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    Rounded logStd = p[head.Size.NetworkOutputs + column];
                    Rounded z = (action[column] - p[column]) * Rounded.Exp(-logStd);
                    sum.AddProduct(-0.5f * z, z);
                    sum.Add(-logStd);
                    sum.Add(Rounded.Constant(-HalfLogTwoPi));
                    break;
                case HeadKind.UnitGaussian:
                    Rounded distance = action[column] - p[column];
                    sum.AddProduct(-0.5f * distance, distance);
                    sum.Add(Rounded.Constant(-HalfLogTwoPi));
                    break;
                case HeadKind.Bernoulli:
                    sum.Add(-RoundedActivation.Softplus(action[column] > 0 ? -p[column] : p[column]));
                    break;
                default:
                    sum.Add(LogSoftmax(p.Slice(first, count))[(int)action[column]]);
                    break;
            }
        }

        return sum.InFloat32();
    }

    /// <summary>weight * d log pi(action) / d parameters.</summary>
    public static Rounded[] LogProbabilityGradient(
        HeadShape head, ReadOnlySpan<Rounded> p, ReadOnlySpan<float> action, Rounded weight)
    {
        Rounded[] gradient = new Rounded[head.Size.Parameters];
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    int free = head.Size.NetworkOutputs + column;
                    Rounded inverse = Rounded.Exp(-p[free]);
                    Rounded z = (action[column] - p[column]) * inverse;
                    gradient[column] = weight * (z * inverse);
                    gradient[free] = weight * ((z * z) - 1f);
                    break;
                case HeadKind.UnitGaussian:
                    gradient[column] = weight * (action[column] - p[column]);
                    break;
                case HeadKind.Bernoulli:
                    gradient[column] = weight * (action[column] - RoundedActivation.Sigmoid(p[column]));
                    break;
                default:
                    Rounded[] probabilities = Softmax(p.Slice(first, count));
                    for (int k = 0; k < count; k++)
                    {
                        gradient[first + k] =
                            weight * (((int)action[column] == k ? 1f : 0f) - probabilities[k]);
                    }

                    break;
            }
        }

        return gradient;
    }

    /// <summary>weight * M direction.</summary>
    public static Rounded[] FisherMetric(
        HeadShape head, ReadOnlySpan<Rounded> p, ReadOnlySpan<Rounded> direction, Rounded weight)
    {
        Rounded[] result = new Rounded[head.Size.Parameters];
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    int free = head.Size.NetworkOutputs + column;
                    Rounded inverse = Rounded.Exp(-p[free]);
                    result[column] = weight * direction[column] * inverse * inverse;
                    result[free] = weight * (2f * direction[free]);
                    break;
                case HeadKind.UnitGaussian:
                    result[column] = weight * direction[column];
                    break;
                case HeadKind.Bernoulli:
                    Rounded on = RoundedActivation.Sigmoid(p[column]);
                    result[column] = weight * direction[column] * (on * (1f - on));
                    break;
                default:
                    Rounded[] probabilities = Softmax(p.Slice(first, count));
                    RoundedSum mean = default;
                    for (int k = 0; k < count; k++)
                    {
                        mean.AddProduct(probabilities[k], direction[first + k]);
                    }

                    for (int k = 0; k < count; k++)
                    {
                        result[first + k] =
                            weight * (probabilities[k] * (direction[first + k] - mean.InFloat32()));
                    }

                    break;
            }
        }

        return result;
    }

    /// <summary>Column k of a factor of M, M = S S', in the network outputs.</summary>
    public static Rounded[] FisherMetricFactor(HeadShape head, ReadOnlySpan<Rounded> p, int k)
    {
        Rounded[] result = new Rounded[head.Size.NetworkOutputs];
        (int _, int first, int count) = Columns(head).First(c => k >= c.First && k < c.First + c.Count);
        switch (head.Kind)
        {
            case HeadKind.DiagonalGaussian:
                result[k] = Rounded.Exp(-p[head.Size.NetworkOutputs + k]);
                break;
            case HeadKind.UnitGaussian:
                result[k] = 1f;
                break;
            case HeadKind.Bernoulli:
                result[k] = Rounded.Sqrt(RoundedActivation.Sigmoid(p[k]) * RoundedActivation.Sigmoid(-p[k]));
                break;
            default:
                Rounded[] probabilities = Softmax(p.Slice(first, count));
                Rounded root = Rounded.Sqrt(probabilities[k - first]);
                for (int j = 0; j < count; j++)
                {
                    result[first + j] = root * ((first + j == k ? 1f : 0f) - probabilities[j]);
                }

                break;
        }

        return result;
    }

    /// <summary>KL(old, new).</summary>
    public static Rounded KlOldToNew(HeadShape head, ReadOnlySpan<Rounded> old, ReadOnlySpan<Rounded> @new)
    {
        RoundedSum sum = default;
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    int free = head.Size.NetworkOutputs + column;
                    Rounded ratio = Rounded.Exp(old[free] - @new[free]);
                    Rounded z = (old[column] - @new[column]) * Rounded.Exp(-@new[free]);
                    sum.Add(@new[free] - old[free]);
                    sum.AddProduct(0.5f * ratio, ratio);
                    sum.AddProduct(0.5f * z, z);
                    sum.Add(-0.5f);
                    break;
                case HeadKind.UnitGaussian:
                    Rounded distance = old[column] - @new[column];
                    sum.AddProduct(0.5f * distance, distance);
                    break;
                case HeadKind.Bernoulli:
                    foreach (float sign in (float[])[1f, -1f])
                    {
                        Rounded change = RoundedActivation.Softplus(sign * @new[column])
                            - RoundedActivation.Softplus(sign * old[column]);
                        sum.AddProduct(RoundedActivation.Sigmoid(-sign * old[column]), change);
                    }

                    break;
                default:
                    Rounded[] oldLogs = LogSoftmax(old.Slice(first, count));
                    Rounded[] newLogs = LogSoftmax(@new.Slice(first, count));
                    for (int k = 0; k < count; k++)
                    {
                        sum.AddProduct(Rounded.Exp(oldLogs[k]), oldLogs[k] - newLogs[k]);
                    }

                    break;
            }
        }

        return sum.InFloat32();
    }

    /// <summary>Entropy in nats.</summary>
    public static Rounded Entropy(HeadShape head, ReadOnlySpan<Rounded> p)
    {
        RoundedSum sum = default;
        foreach ((int column, int first, int count) in Columns(head))
        {
            switch (head.Kind)
            {
                case HeadKind.DiagonalGaussian:
                    sum.Add(p[head.Size.NetworkOutputs + column]);
                    sum.Add(Rounded.Constant(HalfLogTwoPi + 0.5));
                    break;
                case HeadKind.UnitGaussian:
                    sum.Add(Rounded.Constant(HalfLogTwoPi + 0.5));
                    break;
                case HeadKind.Bernoulli:
                    sum.AddProduct(
                        RoundedActivation.Sigmoid(p[column]), RoundedActivation.Softplus(-p[column]));
                    sum.AddProduct(
                        RoundedActivation.Sigmoid(-p[column]), RoundedActivation.Softplus(p[column]));
                    break;
                default:
                    foreach (Rounded log in LogSoftmax(p.Slice(first, count)))
                    {
                        sum.AddProduct(-Rounded.Exp(log), log);
                    }

                    break;
            }
        }

        return sum.InFloat32();
    }

    // Each action column with the range of logits that belong to it.
    private static (int Column, int First, int Count)[] Columns(HeadShape head)
    {
        int first = 0;
        return [.. Enumerable.Range(0, head.Size.Actions).Select(column =>
        {
            int count = head.Kind switch
            {
                HeadKind.Categorical => head.Size.NetworkOutputs,
                HeadKind.MultiCategorical => head.Size.BranchCategories(column),
                _ => 1,
            };
            first += count;
            return (column, first - count, count);
        })];
    }

    private static Rounded[] LogSoftmax(ReadOnlySpan<Rounded> logits)
    {
        Rounded[] shifted = Shifted(logits, out Rounded sum);
        return Array.ConvertAll(shifted, s => s - Rounded.Log(sum));
    }

    private static Rounded[] Softmax(ReadOnlySpan<Rounded> logits)
    {
        Rounded[] shifted = Shifted(logits, out Rounded sum);
        return Array.ConvertAll(shifted, s => Rounded.Exp(s) / sum);
    }

    private static Rounded[] Shifted(ReadOnlySpan<Rounded> logits, out Rounded sumOfExponentials)
    {
        // Which logit is subtracted cancels, so the error of the largest one need not be carried through it.
        double largest = double.NegativeInfinity;
        foreach (Rounded logit in logits)
        {
            largest = Math.Max(largest, logit.Value);
        }

        Rounded[] shifted = new Rounded[logits.Length];
        RoundedSum sum = default;
        for (int k = 0; k < shifted.Length; k++)
        {
            shifted[k] = logits[k] - new Rounded(largest, 0);
            sum.Add(Rounded.Exp(shifted[k]));
        }

        sumOfExponentials = sum.InFloat32();
        return shifted;
    }
}
