using System;

namespace TrpoGpu.Backends.Reference.Heads;

/// <summary>Independent normal numbers of variance one; the parameters are the means.</summary>
/// <param name="columns">D.</param>
internal sealed class ReferenceUnitGaussian(int columns) : ReferenceHead
{
    public override bool DrawsFromNormal => true;

    public override void Sample(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> noise, Span<double> action)
    {
        for (int j = 0; j < columns; j++)
        {
            action[j] = parameters[j] + noise[j];
        }
    }

    public override void Mode(ReadOnlySpan<double> parameters, Span<double> action) =>
        parameters.CopyTo(action);

    public override double LogProbability(ReadOnlySpan<double> parameters, ReadOnlySpan<double> action) =>
        (-0.5 * SquaredDistance(parameters, action)) - (0.5 * columns * Math.Log(2 * Math.PI));

    public override double Entropy(ReadOnlySpan<double> parameters) =>
        0.5 * columns * Math.Log(2 * Math.PI * Math.E);

    public override double KlOldToNew(
        ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters) =>
        0.5 * SquaredDistance(oldParameters, newParameters);

    public override void LogProbabilityGradient(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> action, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            gradient[j] = weight * (action[j] - parameters[j]);
        }
    }

    public override void KlOldToNewGradient(
        ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            gradient[j] += weight * (newParameters[j] - oldParameters[j]);
        }
    }

    // The entropy is the same for all means.
    public override void EntropyGradient(ReadOnlySpan<double> parameters, double weight, Span<double> gradient)
    {
    }

    // M is the identity
    public override void FisherMetric(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, double weight, Span<double> result)
    {
        for (int j = 0; j < columns; j++)
        {
            result[j] = weight * direction[j];
        }
    }

    // S is the identity
    public override void FisherMetricFactor(ReadOnlySpan<double> parameters, int column, Span<double> result)
    {
        result.Clear();
        result[column] = 1;
    }

    private double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            sum += (left[j] - right[j]) * (left[j] - right[j]);
        }

        return sum;
    }
}
