using System;

namespace TrpoGpu.Backends.Reference.Heads;

/// <summary>
/// Independent normal numbers; the parameters are the means, then the logarithms of the standard deviations.
/// </summary>
/// <param name="columns">D.</param>
internal sealed class ReferenceDiagonalGaussian(int columns) : ReferenceHead
{
    public override bool DrawsFromNormal => true;

    public override void Sample(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> noise, Span<double> action)
    {
        for (int j = 0; j < columns; j++)
        {
            action[j] = parameters[j] + (Math.Exp(parameters[columns + j]) * noise[j]);
        }
    }

    public override void Mode(ReadOnlySpan<double> parameters, Span<double> action) =>
        parameters[..columns].CopyTo(action);

    public override double LogProbability(ReadOnlySpan<double> parameters, ReadOnlySpan<double> action)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            double z = (action[j] - parameters[j]) / Math.Exp(parameters[columns + j]);
            sum += (-0.5 * z * z) - parameters[columns + j] - (0.5 * Math.Log(2 * Math.PI));
        }

        return sum;
    }

    public override double Entropy(ReadOnlySpan<double> parameters)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            sum += parameters[columns + j] + (0.5 * Math.Log(2 * Math.PI * Math.E));
        }

        return sum;
    }

    // log(s_new / s_old) + (s_old^2 + (m_old - m_new)^2) / (2 s_new^2) - 1/2, divided through by s_new
    public override double KlOldToNew(ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            double logRatio = newParameters[columns + j] - oldParameters[columns + j];
            double ratio = Math.Exp(-logRatio);
            double z = (oldParameters[j] - newParameters[j]) / Math.Exp(newParameters[columns + j]);
            sum += logRatio + (0.5 * ((ratio * ratio) + (z * z) - 1));
        }

        return sum;
    }

    public override void LogProbabilityGradient(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> action, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            double deviation = Math.Exp(parameters[columns + j]);
            double z = (action[j] - parameters[j]) / deviation;
            gradient[j] = weight * (z / deviation);
            gradient[columns + j] = weight * ((z * z) - 1);
        }
    }

    public override void KlOldToNewGradient(
        ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            double deviation = Math.Exp(newParameters[columns + j]);
            double ratio = Math.Exp(oldParameters[columns + j] - newParameters[columns + j]);
            double z = (newParameters[j] - oldParameters[j]) / deviation;
            gradient[j] += weight * (z / deviation);
            gradient[columns + j] += weight * (1 - (ratio * ratio) - (z * z));
        }
    }

    public override void EntropyGradient(ReadOnlySpan<double> parameters, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            gradient[columns + j] += weight;
        }
    }

    // M is diagonal: 1 / s^2 in the means, 2 in log s
    public override void FisherMetric(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, double weight, Span<double> result)
    {
        for (int j = 0; j < columns; j++)
        {
            double deviation = Math.Exp(parameters[columns + j]);
            result[j] = weight * (direction[j] / (deviation * deviation));
            result[columns + j] = weight * (2 * direction[columns + j]);
        }
    }

    // S = diag(1 / sigma)
    public override void FisherMetricFactor(ReadOnlySpan<double> parameters, int column, Span<double> result)
    {
        result.Clear();
        result[column] = Math.Exp(-parameters[columns + column]);
    }
}
