using System;
using System.Collections.Generic;
using System.Numerics;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// One action distribution at one size: its device functions on plain arrays, and a formula of its own for
/// the log-probability, simple enough to be believed, from which the tests derive everything else.
/// </summary>
public abstract class DistributionCase(string name, DistributionSize size)
{
    public string Name { get; } = name;

    public DistributionSize Size { get; } = size;

    /// <summary>log pi(action) of complex parameters, unshifted and unguarded.</summary>
    public abstract Complex PlainLogProbability(Complex[] parameters, double[] action);

    /// <summary>
    /// Actions and weights whose weighted sum of f(action) is its expectation: all the actions if they can be
    /// counted, else a quadrature that is exact for polynomials of fifth degree in the action.
    /// </summary>
    public abstract IEnumerable<(double[] Action, double Weight)> Expectation(double[] parameters);

    public abstract double[] Sample(double[] parameters, double[] noise);

    public abstract double[] Mode(double[] parameters);

    public abstract double LogProbability(double[] parameters, double[] action);

    public abstract double Entropy(double[] parameters);

    public abstract double KlOldToNew(double[] oldParameters, double[] newParameters);

    public abstract double[] Gradient(double[] parameters, double[] action, double weight);

    public abstract double[] Metric(double[] parameters, double[] direction, double weight);

    /// <summary>The derivative of the log-probability along a direction.</summary>
    public abstract double Tangent(double[] parameters, double[] action, double[] direction);

    /// <summary>What a strided row becomes when the gradient of KL(old, new) in new is added to it.</summary>
    public abstract double[] AddKlGradient(
        double[] oldParameters, double[] newParameters, double weight, double[] gradient);

    /// <summary>What a strided row becomes when the gradient of the entropy is added to it.</summary>
    public abstract double[] AddEntropyGradient(double[] parameters, double weight, double[] gradient);

    /// <summary>A factor S of the metric of the network outputs, row-major [O,O], written between guards.</summary>
    public abstract double[] MetricFactor(double[] parameters);

    /// <summary>The gradient, written over strided parameters among which nothing else may change.</summary>
    public abstract double[] GradientInPlace(double[] parameters, double[] action, double weight);

    /// <summary>The metric, written over a strided direction among which nothing else may change.</summary>
    public abstract double[] MetricInPlace(double[] parameters, double[] direction, double weight);

    public double PlainLogProbability(double[] parameters, double[] action) =>
        PlainLogProbability(ToComplex(parameters), action).Real;

    public static Complex[] ToComplex(double[] values) => Array.ConvertAll(values, v => new Complex(v, 0));
}

/// <summary>The device functions of <typeparamref name="TDistribution"/> on arrays.</summary>
public abstract class DistributionCase<TDistribution>(string name, DistributionSize size)
    : DistributionCase(name, size)
    where TDistribution : struct, IActionDistribution
{
    public override double[] Sample(double[] parameters, double[] noise)
    {
        double[] action = new double[Size.Actions];
        TDistribution.Sample<Float64, Float64Row>(
            Size, new Float64Row(parameters), new Float64Row(noise), new Float64Row(action));
        return action;
    }

    public override double[] Mode(double[] parameters)
    {
        double[] action = new double[Size.Actions];
        TDistribution.Mode<Float64, Float64Row>(Size, new Float64Row(parameters), new Float64Row(action));
        return action;
    }

    public override double LogProbability(double[] parameters, double[] action) =>
        TDistribution.LogProbability<Float64, Float64Row>(
            Size, new Float64Row(parameters), new Float64Row(action)).Value;

    public override double Entropy(double[] parameters) =>
        TDistribution.Entropy<Float64, Float64Row>(Size, new Float64Row(parameters)).Value;

    public override double KlOldToNew(double[] oldParameters, double[] newParameters) =>
        TDistribution.KlOldToNew<Float64, Float64Row>(
            Size, new Float64Row(oldParameters), new Float64Row(newParameters)).Value;

    public override double[] Gradient(double[] parameters, double[] action, double weight)
    {
        double[] gradient = new double[Size.Parameters];
        TDistribution.LogProbabilityGradient(
            Size, new Float64Row(parameters), new Float64Row(action), new Float64(weight),
            new Float64Row(gradient));
        return gradient;
    }

    public override double[] Metric(double[] parameters, double[] direction, double weight)
    {
        double[] result = new double[Size.Parameters];
        TDistribution.FisherMetric(
            Size, new Float64Row(parameters), new Float64Row(direction), new Float64(weight),
            new Float64Row(result));
        return result;
    }

    public override double Tangent(double[] parameters, double[] action, double[] direction) =>
        TDistribution.LogProbabilityTangent<Float64, Float64Row>(
            Size, new Float64Row(parameters), new Float64Row(action), new Float64Row(direction)).Value;

    public override double[] AddKlGradient(
        double[] oldParameters, double[] newParameters, double weight, double[] gradient)
    {
        var row = new GuardedRow(gradient);
        TDistribution.KlOldToNewGradient(
            Size, new GuardedRow(oldParameters).View, new GuardedRow(newParameters).View, new Float64(weight),
            row.View);
        return row.Read();
    }

    public override double[] AddEntropyGradient(double[] parameters, double weight, double[] gradient)
    {
        var row = new GuardedRow(gradient);
        TDistribution.EntropyGradient(Size, new GuardedRow(parameters).View, new Float64(weight), row.View);
        return row.Read();
    }

    public override double[] MetricFactor(double[] parameters)
    {
        int outputs = Size.NetworkOutputs;
        double[] factor = new double[outputs * outputs];
        for (int k = 0; k < outputs; k++)
        {
            var column = new GuardedRow(new double[outputs]);
            TDistribution.FisherMetricFactor<Float64, Float64Row>(
                Size, new GuardedRow(parameters).View, k, column.View);
            double[] values = column.Read();
            for (int j = 0; j < outputs; j++)
            {
                factor[(j * outputs) + k] = values[j];
            }
        }

        return factor;
    }

    public override double[] GradientInPlace(double[] parameters, double[] action, double weight)
    {
        var row = new GuardedRow(parameters);
        TDistribution.LogProbabilityGradient(
            Size, row.View, new GuardedRow(action).View, new Float64(weight), row.View);
        return row.Read();
    }

    public override double[] MetricInPlace(double[] parameters, double[] direction, double weight)
    {
        var row = new GuardedRow(direction);
        TDistribution.FisherMetric(
            Size, new GuardedRow(parameters).View, row.View, new Float64(weight), row.View);
        return row.Read();
    }
}
