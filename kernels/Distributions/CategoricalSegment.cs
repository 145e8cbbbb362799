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
internal static partial class CategoricalSegment
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
