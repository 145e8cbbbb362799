using System;
using System.Collections.Generic;
using System.Numerics;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// Independent normal actions, with the product of three-point Gauss-Hermite rules as their expectation:
/// exact where f is a polynomial of at most fifth degree in each dimension. A log-probability is of second
/// degree, the square of its gradient of fourth.
/// </summary>
public abstract class NormalCase<TDistribution>(string name, HeadShape head)
    : DistributionCase<TDistribution>(name, head.Size)
    where TDistribution : struct, IActionDistribution
{
    private static readonly double[] Nodes = [-Math.Sqrt(3), 0, Math.Sqrt(3)];
    private static readonly double[] Weights = [1.0 / 6, 2.0 / 3, 1.0 / 6];

    public override Complex PlainLogProbability(Complex[] parameters, double[] action)
    {
        Complex sum = Complex.Zero;
        for (int j = 0; j < action.Length; j++)
        {
            Complex variance = Complex.Exp(2 * LogDeviation(parameters, j));
            Complex error = action[j] - parameters[j];
            sum -= (error * error / (2 * variance)) + (Complex.Log(2 * Math.PI * variance) / 2);
        }

        return sum;
    }

    public override IEnumerable<(double[] Action, double Weight)> Expectation(double[] parameters)
    {
        var complex = ToComplex(parameters);
        int count = (int)Math.Pow(Nodes.Length, Size.Actions);
        for (int k = 0; k < count; k++)
        {
            double[] action = new double[Size.Actions];
            double weight = 1;
            int rest = k;
            for (int j = 0; j < action.Length; j++)
            {
                int node = rest % Nodes.Length;
                rest /= Nodes.Length;
                action[j] = parameters[j] + (Math.Exp(LogDeviation(complex, j).Real) * Nodes[node]);
                weight *= Weights[node];
            }

            yield return (action, weight);
        }
    }

    protected abstract Complex LogDeviation(Complex[] parameters, int column);
}

public sealed class DiagonalGaussianCase(int dimensions)
    : NormalCase<DiagonalGaussian>($"diagonal Gaussian {dimensions}", HeadShape.DiagonalGaussian(dimensions))
{
    protected override Complex LogDeviation(Complex[] parameters, int column) =>
        parameters[Size.Actions + column];
}

public sealed class UnitGaussianCase(int dimensions)
    : NormalCase<UnitGaussian>($"unit Gaussian {dimensions}", HeadShape.UnitGaussian(dimensions))
{
    protected override Complex LogDeviation(Complex[] parameters, int column) => Complex.Zero;
}
