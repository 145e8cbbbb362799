using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// One categorical distribution whose logits are the columns [first, first + count) of a row: the whole row
/// of <see cref="Categorical"/>, one branch of <see cref="MultiCategorical"/>.
/// </summary>
/// <remarks>
/// With m the largest logit and <c>e_i = exp(logit_i - m)</c>, <c>s = sum_i e_i</c> lies in [1, count],
/// nothing overflows, and <c>p_i = e_i / s</c>, <c>log p_i = logit_i - m - log s</c>. A logit of minus
/// infinity is an action of probability zero. A NaN among the logits, and a row of minus infinities, makes s
/// NaN, and through s every result.
/// </remarks>
internal static class CategoricalSegment
{
    internal static TReal Sample<TReal, TRow>(TRow parameters, int first, int count, TReal uniform)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal one = TReal.Constant(1.0);
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal target = uniform * SumOfExponentials(parameters, first, count, max);

        // The last category of non-zero mass that begins at or below the target. Looking at where categories
        // begin, not at where they end, needs no rule for a target that rounding leaves beyond the last end.
        TReal action = zero;
        TReal begin = zero;
        TReal index = zero;
        for (int i = 0; i < count; i++)
        {
            TReal mass = TReal.Exp(parameters[first + i] - max);
            TReal candidate = TReal.SelectLess(zero, mass, index, action);
            action = TReal.SelectLess(target, begin, action, candidate);
            begin += mass;
            index += one;
        }

        return TReal.SelectEqual(target, target, action, target);
    }

    internal static TReal Mode<TReal, TRow>(TRow parameters, int first, int count)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal one = TReal.Constant(1.0);
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = SumOfExponentials(parameters, first, count, max);

        TReal action = TReal.Constant(0.0);
        TReal index = TReal.Constant(count);
        for (int i = count - 1; i >= 0; i--)
        {
            index -= one;
            action = TReal.SelectEqual(parameters[first + i], max, index, action);
        }

        return TReal.SelectEqual(sum, sum, action, sum);
    }

    internal static TReal LogProbability<TReal, TRow>(TRow parameters, int first, int count, TReal action)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal max = Max<TReal, TRow>(parameters, first, count);
        TReal sum = SumOfExponentials(parameters, first, count, max);

        // Stays NaN for an action that is no index.
        TReal chosen = TReal.Constant(double.NaN);
        TReal index = TReal.Constant(0.0);
        for (int i = 0; i < count; i++)
        {
            chosen = TReal.SelectEqual(action, index, parameters[first + i], chosen);
            index += TReal.Constant(1.0);
        }

        return chosen - max - TReal.Log(sum);
    }

    internal static TReal Entropy<TReal, TRow>(TRow parameters, int first, int count)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal max = Max<TReal, TRow>(parameters, first, count);

        // -sum p log p = log s - (sum_i e_i (logit_i - m)) / s: no term of it is negative.
        TReal sum = zero;
        TReal moment = zero;
        for (int i = 0; i < count; i++)
        {
            TReal logMass = parameters[first + i] - max;
            TReal mass = TReal.Exp(logMass);
            sum += mass;
            moment += TReal.SelectEqual(mass, zero, zero, mass * logMass);
        }

        return TReal.Log(sum) - (moment / sum);
    }

    internal static TReal KlOldToNew<TReal, TRow>(
        TRow oldParameters, TRow newParameters, int first, int count)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal oldMax = Max<TReal, TRow>(oldParameters, first, count);
        TReal newMax = Max<TReal, TRow>(newParameters, first, count);
        TReal oldSum = SumOfExponentials(oldParameters, first, count, oldMax);
        TReal newSum = SumOfExponentials(newParameters, first, count, newMax);
        TReal maxChange = newMax - oldMax;
        TReal logSumChange = TReal.Log(newSum) - TReal.Log(oldSum);

        TReal divergence = TReal.Constant(0.0);
        for (int i = 0; i < count; i++)
        {
            TReal oldLogit = oldParameters[first + i];
            TReal newLogit = newParameters[first + i];

            // Differences of like with like first: each is small where the two distributions are close.
            TReal logRatio = newLogit - oldLogit - maxChange - logSumChange;
            divergence += RelativeEntropy.Term(
                TReal.Exp(oldLogit - oldMax) / oldSum, TReal.Exp(newLogit - newMax) / newSum, logRatio);
        }

        return divergence;
    }

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


    // A NaN may be passed over here; the sum of exponentials finds it.
    private static TReal Max<TReal, TRow>(TRow parameters, int first, int count)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal max = parameters[first];
        for (int i = 1; i < count; i++)
        {
            TReal logit = parameters[first + i];
            max = TReal.SelectLess(max, logit, logit, max);
        }

        return max;
    }

    private static TReal SumOfExponentials<TReal, TRow>(TRow parameters, int first, int count, TReal max)
        where TReal : unmanaged, IReal<TReal>
        where TRow : struct, IRow<TReal>
    {
        TReal sum = TReal.Constant(0.0);
        for (int i = 0; i < count; i++)
        {
            sum += TReal.Exp(parameters[first + i] - max);
        }

        return sum;
    }
}
