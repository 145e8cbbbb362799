using System;

namespace TrpoGpu.Backends.Reference.Heads;

/// <summary>Independent switches; the parameters are the log-odds of 1.</summary>
/// <param name="columns">D.</param>
internal sealed class ReferenceBernoulli(int columns) : ReferenceHead
{
    public override bool DrawsFromNormal => false;

    // 0 comes first on the unit interval.
    public override void Sample(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> noise, Span<double> action)
    {
        for (int j = 0; j < columns; j++)
        {
            double off = Math.Exp(LogProbabilityOf(0, parameters[j]));
            action[j] = double.IsNaN(off) ? double.NaN : noise[j] < off ? 0 : 1;
        }
    }

    public override void Mode(ReadOnlySpan<double> parameters, Span<double> action)
    {
        for (int j = 0; j < columns; j++)
        {
            action[j] = double.IsNaN(parameters[j]) ? double.NaN : parameters[j] > 0 ? 1 : 0;
        }
    }

    public override double LogProbability(ReadOnlySpan<double> parameters, ReadOnlySpan<double> action)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            sum += LogProbabilityOf(action[j], parameters[j]);
        }

        return sum;
    }

    public override double Entropy(ReadOnlySpan<double> parameters)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            foreach (double outcome in (ReadOnlySpan<double>)[0, 1])
            {
                double log = LogProbabilityOf(outcome, parameters[j]);
                sum -= Expected(Math.Exp(log), log);
            }
        }

        return sum;
    }

    public override double KlOldToNew(ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++)
        {
            foreach (double outcome in (ReadOnlySpan<double>)[0, 1])
            {
                double oldLog = LogProbabilityOf(outcome, oldParameters[j]);
                sum += Expected(Math.Exp(oldLog), oldLog - LogProbabilityOf(outcome, newParameters[j]));
            }
        }

        return sum;
    }

    public override void LogProbabilityGradient(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> action, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            gradient[j] = action[j] is 0 or 1
                ? weight * (action[j] - Math.Exp(LogProbabilityOf(1, parameters[j])))
                : double.NaN;
        }
    }

    public override void KlOldToNewGradient(
        ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            double oldOn = Math.Exp(LogProbabilityOf(1, oldParameters[j]));
            double newOn = Math.Exp(LogProbabilityOf(1, newParameters[j]));
            gradient[j] += weight * (newOn - oldOn);
        }
    }

    // dH/dl = -l p (1 - p)
    public override void EntropyGradient(ReadOnlySpan<double> parameters, double weight, Span<double> gradient)
    {
        for (int j = 0; j < columns; j++)
        {
            double on = Math.Exp(LogProbabilityOf(1, parameters[j]));
            double off = Math.Exp(LogProbabilityOf(0, parameters[j]));
            gradient[j] -= weight * Expected(on * off, parameters[j]);
        }
    }

    // M is diagonal: the variance p (1 - p)
    public override void FisherMetric(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, double weight, Span<double> result)
    {
        for (int j = 0; j < columns; j++)
        {
            double on = Math.Exp(LogProbabilityOf(1, parameters[j]));
            double off = Math.Exp(LogProbabilityOf(0, parameters[j]));
            result[j] = weight * (on * off) * direction[j];
        }
    }

    // S = diag(sqrt(p (1 - p)))
    public override void FisherMetricFactor(ReadOnlySpan<double> parameters, int column, Span<double> result)
    {
        double on = Math.Exp(LogProbabilityOf(1, parameters[column]));
        double off = Math.Exp(LogProbabilityOf(0, parameters[column]));
        result.Clear();
        result[column] = Math.Sqrt(on * off);
    }

    // log of 1 / (1 + exp(-l)) for 1, of 1 / (1 + exp(l)) for 0
    private static double LogProbabilityOf(double action, double logit) => action switch
    {
        1 => -ReferenceActivation.Softplus(-logit),
        0 => -ReferenceActivation.Softplus(logit),
        _ => double.NaN,
    };

    // 0 * anything is 0: an outcome that cannot happen adds nothing.
    private static double Expected(double probability, double value) =>
        probability == 0 ? 0 : probability * value;
}
