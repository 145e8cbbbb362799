using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>What the trust region asks of a candidate, with bounds on a backend's deviation.</summary>
internal readonly record struct RoundedTerms(
    Rounded SurrogateLoss, Rounded MeanKlOldToNew, Rounded Entropy, Rounded LargestLogRatio,
    Rounded NegativeLogLikelihood)
{
    // What the contract clamps log-ratios to before they are exponentiated.
    private const double LogRatioBound = 20;

    public static RoundedTerms Of(SampleProblem problem, float[] oldParameters, float[] candidate)
    {
        NetworkShape shape = problem.Shape;
        Rounded[] old = new RoundedNetwork(shape, oldParameters).Forward(problem.Observations, problem.Rows);
        Rounded[] @new = new RoundedNetwork(shape, candidate).Forward(problem.Observations, problem.Rows);
        RoundedSum loss = default;
        RoundedSum kl = default;
        RoundedSum entropy = default;
        RoundedSum likelihood = default;
        Rounded largest = 0f;
        for (int b = 0; b < problem.Rows; b++)
        {
            int columns = shape.Head.Size.Parameters;
            ReadOnlySpan<Rounded> p = @new.AsSpan(b * columns, columns);
            ReadOnlySpan<float> action = problem.Actions.AsSpan(
                b * shape.Head.Size.Actions, shape.Head.Size.Actions);
            Rounded logProbability = RoundedHead.LogProbability(shape.Head, p, action);
            Rounded logRatio = logProbability - problem.LogProbabilities[b];
            largest = new Rounded(
                Math.Max(largest.Value, Math.Abs(logRatio.Value)),
                Math.Max(largest.Deviation, logRatio.Deviation));
            loss.Add(-Ratio(shape.Head, p, action, problem.LogProbabilities[b]) * problem.Advantages[b]);
            kl.Add(RoundedHead.KlOldToNew(shape.Head, old.AsSpan(b * columns, columns), p));
            entropy.Add(RoundedHead.Entropy(shape.Head, p));
            likelihood.Add(-logProbability);
        }

        return new RoundedTerms(
            loss.MeanInDouble(), kl.MeanInDouble(), entropy.MeanInDouble(), largest,
            likelihood.MeanInDouble());
    }

    public static Rounded Ratio(
        HeadShape head, ReadOnlySpan<Rounded> p, ReadOnlySpan<float> action, float oldLogProbability) =>
        Rounded.Exp(Rounded.Clamp(
            RoundedHead.LogProbability(head, p, action) - oldLogProbability, -LogRatioBound, LogRatioBound));
}
