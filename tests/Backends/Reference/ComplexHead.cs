using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>Action distributions from their textbook definitions, in complex numbers.</summary>
internal static class ComplexHead
{
    /// <summary>log pi(action).</summary>
    public static Complex LogProbability(HeadShape head, Complex[] p, float[] action)
    {
        int columns = head.Size.Actions;
        return Sum(Enumerable.Range(0, columns).Select(j => head.Kind switch
        {
            HeadKind.DiagonalGaussian => LogNormalDensity(action[j], p[j], Complex.Exp(p[columns + j])),
            HeadKind.UnitGaussian => LogNormalDensity(action[j], p[j], Complex.One),
            HeadKind.Bernoulli => Complex.Log(action[j] == 1 ? Logistic(p[j]) : 1 - Logistic(p[j])),
            _ => Complex.Log(Softmax(Branch(head, p, j))[(int)action[j]]),
        }));
    }

    /// <summary>KL(old, new) = E_old[log old - log new].</summary>
    public static Complex KlOldToNew(HeadShape head, Complex[] old, Complex[] @new)
    {
        int columns = head.Size.Actions;
        return Sum(Enumerable.Range(0, columns).Select(j => head.Kind switch
        {
            HeadKind.DiagonalGaussian => NormalKl(
                old[j], Complex.Exp(old[columns + j]), @new[j], Complex.Exp(@new[columns + j])),
            HeadKind.UnitGaussian => NormalKl(old[j], 1, @new[j], 1),
            HeadKind.Bernoulli => DiscreteKl(
                [Logistic(old[j]), 1 - Logistic(old[j])], [Logistic(@new[j]), 1 - Logistic(@new[j])]),
            _ => DiscreteKl(Softmax(Branch(head, old, j)), Softmax(Branch(head, @new, j))),
        }));
    }

    /// <summary>H = -E[log p].</summary>
    public static Complex Entropy(HeadShape head, Complex[] p) =>
        Sum(Enumerable.Range(0, head.Size.Actions).Select(j => head.Kind switch
        {
            HeadKind.DiagonalGaussian => p[head.Size.Actions + j] + (Math.Log(2 * Math.PI * Math.E) / 2),
            HeadKind.UnitGaussian => Math.Log(2 * Math.PI * Math.E) / 2,
            HeadKind.Bernoulli => DiscreteEntropy([Logistic(p[j]), 1 - Logistic(p[j])]),
            _ => DiscreteEntropy(Softmax(Branch(head, p, j))),
        }));

    /// <summary>
    /// The outer product [A,A] of an action's score at real parameters, the score by complex step.
    /// </summary>
    public static double[,] ScoreMetric(HeadShape head, double[] p, float[] action)
    {
        double[] score = [.. Enumerable.Range(0, p.Length).Select(k => ComplexNetwork.Derivative(
            LogProbability(head, ComplexNetwork.Along(p, k), action)))];
        double[,] metric = new double[p.Length, p.Length];
        for (int k = 0; k < p.Length; k++)
        {
            for (int l = 0; l < p.Length; l++)
            {
                metric[k, l] = score[k] * score[l];
            }
        }

        return metric;
    }

    /// <summary>
    /// Fisher information [A,A] at real parameters: by enumeration of all actions, with scores by complex
    /// step, as E[score score'] where there are finitely many; the textbook's matrix for the normal
    /// distributions.
    /// </summary>
    public static double[,] Metric(HeadShape head, double[] p)
    {
        double[,] metric = new double[p.Length, p.Length];
        switch (head.Kind)
        {
            case HeadKind.DiagonalGaussian:
                for (int j = 0; j < head.Size.Actions; j++)
                {
                    metric[j, j] = Math.Exp(-2 * p[head.Size.Actions + j]);
                    metric[head.Size.Actions + j, head.Size.Actions + j] = 2;
                }

                break;
            case HeadKind.UnitGaussian:
                for (int j = 0; j < head.Size.Actions; j++)
                {
                    metric[j, j] = 1;
                }

                break;
            default:
                foreach (float[] action in AllActions(head))
                {
                    double probability = Math.Exp(LogProbability(head, ComplexNetwork.Lift(p), action).Real);
                    double[] score = [.. Enumerable.Range(0, p.Length).Select(k => ComplexNetwork.Derivative(
                        LogProbability(head, ComplexNetwork.Along(p, k), action)))];
                    for (int k = 0; k < p.Length; k++)
                    {
                        for (int l = 0; l < p.Length; l++)
                        {
                            metric[k, l] += probability * score[k] * score[l];
                        }
                    }
                }

                break;
        }

        return metric;
    }

    private static IEnumerable<float[]> AllActions(HeadShape head) =>
        Enumerable.Range(0, head.Size.Actions).Aggregate<int, IEnumerable<float[]>>(
            [[]],
            (prefixes, j) => prefixes.SelectMany(prefix =>
                Enumerable.Range(0, Choices(head, j)).Select(k => (float[])[.. prefix, k])));

    private static int Choices(HeadShape head, int column) => head.Kind switch
    {
        HeadKind.Bernoulli => 2,
        HeadKind.Categorical => head.Size.NetworkOutputs,
        _ => head.Size.BranchCategories(column),
    };

    private static Complex[] Branch(HeadShape head, Complex[] p, int column)
    {
        int first = Enumerable.Range(0, column).Sum(j => Choices(head, j));
        return p[first..(first + Choices(head, column))];
    }

    private static Complex[] Softmax(Complex[] logits)
    {
        Complex sum = Sum(logits.Select(Complex.Exp));
        return Array.ConvertAll(logits, logit => Complex.Exp(logit) / sum);
    }

    private static Complex Logistic(Complex z) => 1 / (1 + Complex.Exp(-z));

    private static Complex LogNormalDensity(double x, Complex mean, Complex deviation) =>
        Complex.Log(Complex.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation))
            / (deviation * Math.Sqrt(2 * Math.PI)));

    private static Complex NormalKl(Complex oldMean, Complex oldDeviation, Complex mean, Complex deviation) =>
        Complex.Log(deviation / oldDeviation) - 0.5 +
        (oldDeviation * oldDeviation / (2 * deviation * deviation)) +
        ((oldMean - mean) * (oldMean - mean) / (2 * deviation * deviation));

    private static Complex DiscreteKl(Complex[] old, Complex[] @new) =>
        Sum(old.Zip(@new, (p, q) => p * Complex.Log(p / q)));

    private static Complex DiscreteEntropy(Complex[] p) => -Sum(p.Select(q => q * Complex.Log(q)));

    private static Complex Sum(IEnumerable<Complex> terms) =>
        terms.Aggregate(Complex.Zero, (sum, term) => sum + term);
}
