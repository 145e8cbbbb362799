using System;

namespace TrpoGpu.Backends.Reference.Heads;

/// <summary>
/// Independent choices, one an action column; the parameters are the logits of one after those of the other.
/// </summary>
/// <param name="choices">Categories of each choice.</param>
internal sealed class ReferenceCategorical(int[] choices) : ReferenceHead
{
    public override bool DrawsFromNormal => false;

    // The last category that begins at or below the uniform number; a masked one is never drawn.
    public override void Sample(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> noise, Span<double> action)
    {
        int first = 0;
        for (int column = 0; column < choices.Length; column++)
        {
            double begin = 0;
            double[] probabilities = Probabilities(parameters.Slice(first, choices[column]));
            for (int k = 0; k < choices[column]; k++)
            {
                if (probabilities[k] > 0 && begin <= noise[column])
                {
                    action[column] = k;
                }

                begin += probabilities[k];
            }

            // The sum of all: NaN if any is.
            action[column] = double.IsNaN(begin) ? double.NaN : action[column];
            first += choices[column];
        }
    }

    public override void Mode(ReadOnlySpan<double> parameters, Span<double> action)
    {
        int first = 0;
        for (int column = 0; column < choices.Length; column++)
        {
            ReadOnlySpan<double> logits = parameters.Slice(first, choices[column]);
            int best = 0;
            for (int k = 1; k < logits.Length; k++)
            {
                best = logits[k] > logits[best] ? k : best;
            }

            action[column] = double.IsNaN(Probabilities(logits)[0]) ? double.NaN : best;
            first += choices[column];
        }
    }

    public override double LogProbability(ReadOnlySpan<double> parameters, ReadOnlySpan<double> action)
    {
        double sum = 0;
        int first = 0;
        for (int column = 0; column < choices.Length; column++)
        {
            double[] logs = LogProbabilities(parameters.Slice(first, choices[column]));
            sum += IsChoice(action[column], choices[column]) ? logs[(int)action[column]] : double.NaN;
            first += choices[column];
        }

        return sum;
    }

    public override double Entropy(ReadOnlySpan<double> parameters)
    {
        double sum = 0;
        int first = 0;
        foreach (int count in choices)
        {
            foreach (double log in LogProbabilities(parameters.Slice(first, count)))
            {
                sum -= Expected(Math.Exp(log), log);
            }

            first += count;
        }

        return sum;
    }

    public override double KlOldToNew(ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters)
    {
        double sum = 0;
        int first = 0;
        foreach (int count in choices)
        {
            double[] oldLogs = LogProbabilities(oldParameters.Slice(first, count));
            double[] newLogs = LogProbabilities(newParameters.Slice(first, count));
            for (int k = 0; k < count; k++)
            {
                sum += Expected(Math.Exp(oldLogs[k]), oldLogs[k] - newLogs[k]);
            }

            first += count;
        }

        return sum;
    }

    public override void LogProbabilityGradient(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> action, double weight, Span<double> gradient)
    {
        int first = 0;
        for (int column = 0; column < choices.Length; column++)
        {
            double[] p = Probabilities(parameters.Slice(first, choices[column]));
            for (int k = 0; k < choices[column]; k++)
            {
                double indicator = action[column] == k ? 1 : 0;
                gradient[first + k] = IsChoice(action[column], choices[column])
                    ? weight * (indicator - p[k])
                    : double.NaN;
            }

            first += choices[column];
        }
    }

    public override void KlOldToNewGradient(
        ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters, double weight, Span<double> gradient)
    {
        int first = 0;
        foreach (int count in choices)
        {
            double[] p = Probabilities(oldParameters.Slice(first, count));
            double[] q = Probabilities(newParameters.Slice(first, count));
            for (int k = 0; k < count; k++)
            {
                gradient[first + k] += weight * (q[k] - p[k]);
            }

            first += count;
        }
    }

    // dH/dl_k = -p_k (log p_k + H)
    public override void EntropyGradient(ReadOnlySpan<double> parameters, double weight, Span<double> gradient)
    {
        int first = 0;
        foreach (int count in choices)
        {
            double[] logs = LogProbabilities(parameters.Slice(first, count));
            double entropy = 0;
            foreach (double log in logs)
            {
                entropy -= Expected(Math.Exp(log), log);
            }

            for (int k = 0; k < count; k++)
            {
                gradient[first + k] -= weight * Expected(Math.Exp(logs[k]), logs[k] + entropy);
            }

            first += count;
        }
    }

    // M = diag(p) - p p'
    public override void FisherMetric(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, double weight, Span<double> result)
    {
        int first = 0;
        foreach (int count in choices)
        {
            double[] p = Probabilities(parameters.Slice(first, count));
            double mean = 0;
            for (int k = 0; k < count; k++)
            {
                mean += p[k] * direction[first + k];
            }

            for (int k = 0; k < count; k++)
            {
                result[first + k] = weight * p[k] * (direction[first + k] - mean);
            }

            first += count;
        }
    }

    // Column k is sqrt(p_k) (e_k - p) in the segment of k: the scores of the actions, weighted by their probabilities.
    public override void FisherMetricFactor(ReadOnlySpan<double> parameters, int column, Span<double> result)
    {
        result.Clear();
        int first = 0;
        foreach (int count in choices)
        {
            if (column >= first && column < first + count)
            {
                double[] p = Probabilities(parameters.Slice(first, count));
                double root = Math.Sqrt(p[column - first]);
                for (int k = 0; k < count; k++)
                {
                    result[first + k] = root * ((first + k == column ? 1 : 0) - p[k]);
                }
            }

            first += count;
        }
    }

    // log p_k = logit_k - m - log sum_j exp(logit_j - m), m the largest logit
    private static double[] LogProbabilities(ReadOnlySpan<double> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (double logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (double logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        double[] logs = new double[logits.Length];
        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] = logits[k] - largest - Math.Log(sum);
        }

        return logs;
    }

    private static double[] Probabilities(ReadOnlySpan<double> logits) =>
        Array.ConvertAll(LogProbabilities(logits), Math.Exp);

    // p * value, where 0 * anything is 0: an action that cannot be taken adds nothing.
    private static double Expected(double probability, double value) =>
        probability == 0 ? 0 : probability * value;

    private static bool IsChoice(double action, int count) =>
        action >= 0 && action < count && action == Math.Floor(action);
}
