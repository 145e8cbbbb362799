using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>The distributions and sizes that every test of distributions runs through.</summary>
public static class DistributionCases
{
    private static readonly Dictionary<string, DistributionCase> All = Create().ToDictionary(c => c.Name);

    public static TheoryData<string> Names() => [.. All.Keys];

    public static TheoryData<string> DiscreteNames() =>
        [.. All.Values.Where(c => c is IDiscreteCase).Select(c => c.Name)];

    public static DistributionCase Get(string name) => All[name];

    /// <summary>
    /// Parameter rows of ordinary size: standard normal numbers, log deviations within one of zero.
    /// </summary>
    public static double[] Parameters(DistributionCase distribution, int seed)
    {
        var random = new Random(seed);
        double[] parameters = new double[distribution.Size.Parameters];
        for (int j = 0; j < parameters.Length; j++)
        {
            parameters[j] = j < distribution.Size.NetworkOutputs
                ? 1.5 * StandardNormal(random)
                : (2 * random.NextDouble()) - 1;
        }

        return parameters;
    }

    /// <summary>A direction of length one in parameter space.</summary>
    public static double[] UnitDirection(DistributionCase distribution, int seed)
    {
        var random = new Random(seed);
        double[] direction = new double[distribution.Size.Parameters];
        for (int j = 0; j < direction.Length; j++)
        {
            direction[j] = StandardNormal(random);
        }

        double length = Math.Sqrt(direction.Sum(v => v * v));
        return Array.ConvertAll(direction, v => v / length);
    }

    public static double RelativeEntropyTerm(double p, double q, double logRatio) =>
        RelativeEntropy.Term(new Float64(p), new Float64(q), new Float64(logRatio)).Value;

    private static double StandardNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static IEnumerable<DistributionCase> Create()
    {
        for (int categories = 1; categories <= 9; categories++)
        {
            yield return new CategoricalCase(categories);
        }

        for (int size = 1; size <= 5; size++)
        {
            yield return new DiagonalGaussianCase(size);
            yield return new UnitGaussianCase(size);
            yield return new BernoulliCase(size);
        }

        // 1, 2, 3, 7 and 16 branches; the products are what the tests enumerate.
        yield return new MultiCategoricalCase(1);
        yield return new MultiCategoricalCase(6);
        yield return new MultiCategoricalCase(4, 7);
        yield return new MultiCategoricalCase(9, 1, 5);
        yield return new MultiCategoricalCase(2, 3, 1, 4, 2, 1, 5);
        yield return new MultiCategoricalCase(2, 1, 3, 1, 1, 2, 1, 1, 2, 1, 1, 1, 3, 1, 1, 2);
    }
}
