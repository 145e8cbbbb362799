using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <content>Gradients, tangents and the Fisher metric.</content>
internal static partial class CategoricalSegment
{
    // gradient_i = weight * (1[i = action] - p_i)
    internal static void LogProbabilityGradient<TReal, TRow>(
        TRow parameters, int first, int count, TReal action, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = SumOfExponentials(parameters, first, count, max);

        // The weight if the action is one of the indices, else NaN.
        TReal checkedWeight = TReal.Constant(double.NaN);
        TReal index = zero;
        for (int i = 0; i < count; i++)
        {
            checkedWeight = TReal.SelectEqual(action, index, weight, checkedWeight);
            index += one;
        }

        index = zero;
        for (int i = 0; i < count; i++)
        {
            TReal probability = TReal.Exp(parameters[first + i] - max) / sum;
            TReal indicator = TReal.SelectEqual(action, index, one, zero);
            gradient[first + i] = checkedWeight * (indicator - probability);
            index += one;
        }
    }

    // sum_i (1[i = action] - p_i) * direction_i
    internal static TReal LogProbabilityTangent<TReal, TRow>(
        TRow parameters, int first, int count, TReal action, TRow direction)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = TReal.Constant(0.0);
        TReal moment = TReal.Constant(0.0);

        // Stays NaN for an action that is no index.
        TReal chosen = TReal.Constant(double.NaN);
        TReal index = TReal.Constant(0.0);
        for (int i = 0; i < count; i++)
        {
            TReal slope = direction[first + i];
            TReal mass = TReal.Exp(parameters[first + i] - max);
            sum += mass;
            moment = TReal.FusedMultiplyAdd(mass, slope, moment);
            chosen = TReal.SelectEqual(action, index, slope, chosen);
            index += TReal.Constant(1.0);
        }

        return chosen - (moment / sum);
    }

    // gradient_i += weight * (p_i of new - p_i of old)
    internal static void KlOldToNewGradient<TReal, TRow>(
        TRow oldParameters, TRow newParameters, int first, int count, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal oldMax = Max<TReal, TRow>(oldParameters, first, count);
        TReal newMax = Max<TReal, TRow>(newParameters, first, count);
        TReal oldSum = SumOfExponentials(oldParameters, first, count, oldMax);
        TReal newSum = SumOfExponentials(newParameters, first, count, newMax);
        for (int i = 0; i < count; i++)
        {
            TReal oldProbability = TReal.Exp(oldParameters[first + i] - oldMax) / oldSum;
            TReal newProbability = TReal.Exp(newParameters[first + i] - newMax) / newSum;
            gradient[first + i] = TReal.FusedMultiplyAdd(
                weight, newProbability - oldProbability, gradient[first + i]);
        }
    }

    // gradient_i += weight * -p_i (log p_i + H); log p_i + H = log e_i - (sum_j e_j log e_j) / s
    internal static void EntropyGradient<TReal, TRow>(
        TRow parameters, int first, int count, TReal weight, TRow gradient)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = zero;
        TReal moment = zero;
        for (int i = 0; i < count; i++)
        {
            TReal logMass = parameters[first + i] - max;
            TReal mass = TReal.Exp(logMass);
            sum += mass;
            moment += TReal.SelectEqual(mass, zero, zero, mass * logMass);
        }

        TReal mean = moment / sum;
        for (int i = 0; i < count; i++)
        {
            TReal logMass = parameters[first + i] - max;
            TReal probability = TReal.Exp(logMass) / sum;
            TReal slope = TReal.SelectEqual(probability, zero, zero, probability * (logMass - mean));
            gradient[first + i] = TReal.FusedMultiplyAdd(-weight, slope, gradient[first + i]);
        }
    }

    // M = diag(p) - p p', so result_i = weight * p_i * (direction_i - sum_j p_j direction_j)
    internal static void FisherMetric<TReal, TRow>(
        TRow parameters, int first, int count, TRow direction, TReal weight, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = TReal.Constant(0.0);
        TReal moment = TReal.Constant(0.0);
        for (int i = 0; i < count; i++)
        {
            TReal mass = TReal.Exp(parameters[first + i] - max);
            sum += mass;
            moment = TReal.FusedMultiplyAdd(mass, direction[first + i], moment);
        }

        TReal mean = moment / sum;
        TReal scale = weight / sum;
        for (int i = 0; i < count; i++)
        {
            TReal mass = TReal.Exp(parameters[first + i] - max);
            result[first + i] = scale * mass * (direction[first + i] - mean);
        }
    }

    // M = sum_k p_k (e_k - p) (e_k - p)': column k of S is sqrt(p_k) (e_k - p), and zero if k lies in another segment.
    internal static void FisherMetricFactor<TReal, TRow>(
        TRow parameters, int first, int count, int column, TRow result)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        if (column < first || column >= first + count)
        {
            for (int i = 0; i < count; i++)
            {
                result[first + i] = TReal.Constant(0.0);
            }

            return;
        }

        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = SumOfExponentials(parameters, first, count, max);
        TReal chosen = TReal.Exp(parameters[column] - max) / sum;
        TReal root = TReal.Sqrt(chosen);
        for (int i = 0; i < count; i++)
        {
            TReal probability = TReal.Exp(parameters[first + i] - max) / sum;
            result[first + i] = -(root * probability);
        }

        result[column] = root * (TReal.Constant(1.0) - chosen);
    }
}
