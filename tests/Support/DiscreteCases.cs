using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A distribution whose actions can be counted: its expectation is the sum over all of them.
/// </summary>
public abstract class DiscreteCase<TDistribution>(string name, HeadShape head, int[] choices)
    : DistributionCase<TDistribution>(name, head.Size), IDiscreteCase
    where TDistribution : struct, IActionDistribution
{
    public IReadOnlyList<int> Choices => choices;

    public override IEnumerable<(double[] Action, double Weight)> Expectation(double[] parameters)
    {
        double[] action = new double[choices.Length];
        int count = choices.Aggregate(1, (product, n) => product * n);
        for (int k = 0; k < count; k++)
        {
            int rest = k;
            for (int j = 0; j < choices.Length; j++)
            {
                action[j] = rest % choices[j];
                rest /= choices[j];
            }

            yield return ((double[])action.Clone(), Math.Exp(PlainLogProbability(parameters, action)));
        }
    }

    protected static Complex PlainLogSoftmax(IEnumerable<Complex> logits, int action) =>
        logits.ElementAt(action) -
        Complex.Log(logits.Aggregate(Complex.Zero, (sum, logit) => sum + Complex.Exp(logit)));
}

/// <summary>The number of values of each action column.</summary>
public interface IDiscreteCase
{
    IReadOnlyList<int> Choices { get; }
}

public sealed class CategoricalCase(int categories)
    : DiscreteCase<Categorical>($"categorical {categories}", HeadShape.Categorical(categories), [categories])
{
    public override Complex PlainLogProbability(Complex[] parameters, double[] action) =>
        PlainLogSoftmax(parameters, (int)action[0]);
}

public sealed class MultiCategoricalCase(params int[] categories)
    : DiscreteCase<MultiCategorical>(
        $"multi-categorical {string.Join(' ', categories)}",
        HeadShape.MultiCategorical(categories), categories)
{
    public override Complex PlainLogProbability(Complex[] parameters, double[] action)
    {
        Complex sum = Complex.Zero;
        int first = 0;
        for (int branch = 0; branch < Choices.Count; branch++)
        {
            sum += PlainLogSoftmax(
                new ArraySegment<Complex>(parameters, first, Choices[branch]), (int)action[branch]);
            first += Choices[branch];
        }

        return sum;
    }
}

public sealed class BernoulliCase(int switches)
    : DiscreteCase<Bernoulli>(
        $"Bernoulli {switches}", HeadShape.Bernoulli(switches), [.. Enumerable.Repeat(2, switches)])
{
    public override Complex PlainLogProbability(Complex[] parameters, double[] action)
    {
        Complex sum = Complex.Zero;
        for (int j = 0; j < action.Length; j++)
        {
            Complex on = 1 / (1 + Complex.Exp(-parameters[j]));
            sum += Complex.Log(action[j] == 1 ? on : 1 - on);
        }

        return sum;
    }
}
