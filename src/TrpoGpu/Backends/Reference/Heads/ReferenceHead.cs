using System;
using System.Linq;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference.Heads;

/// <summary>
/// The distribution of an action given one row of distribution parameters: network outputs, then free
/// parameters.
/// </summary>
internal abstract class ReferenceHead
{
    /// <summary>Whether drawing reads standard normal numbers instead of uniform ones.</summary>
    public abstract bool DrawsFromNormal { get; }

    /// <summary>The head of a shape.</summary>
    public static ReferenceHead For(HeadShape head) => head.Kind switch
    {
        HeadKind.Categorical => new ReferenceCategorical([head.Size.NetworkOutputs]),
        HeadKind.MultiCategorical => new ReferenceCategorical(
            [.. Enumerable.Range(0, head.Size.Actions).Select(branch => head.Size.BranchCategories(branch))]),
        HeadKind.DiagonalGaussian => new ReferenceDiagonalGaussian(head.Size.Actions),
        HeadKind.Bernoulli => new ReferenceBernoulli(head.Size.Actions),
        HeadKind.UnitGaussian => new ReferenceUnitGaussian(head.Size.Actions),
        _ => throw new ArgumentOutOfRangeException(nameof(head), head.Kind, "ReferenceHead: unknown head."),
    };

    /// <summary>Draws an action as a function of one noise number a column.</summary>
    public abstract void Sample(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> noise, Span<double> action);

    /// <summary>The most likely action, of equal ones the first.</summary>
    public abstract void Mode(ReadOnlySpan<double> parameters, Span<double> action);

    /// <summary>log pi(action); NaN for what is no action.</summary>
    public abstract double LogProbability(ReadOnlySpan<double> parameters, ReadOnlySpan<double> action);

    /// <summary>Entropy in nats.</summary>
    public abstract double Entropy(ReadOnlySpan<double> parameters);

    /// <summary>KL(old, new) in nats.</summary>
    public abstract double KlOldToNew(ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters);

    /// <summary>gradient = weight * d log pi(action) / d parameters.</summary>
    public abstract void LogProbabilityGradient(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> action, double weight, Span<double> gradient);

    /// <summary>gradient += weight * d KL(old, new) / d new.</summary>
    public abstract void KlOldToNewGradient(
        ReadOnlySpan<double> oldParameters, ReadOnlySpan<double> newParameters, double weight, Span<double> gradient);

    /// <summary>gradient += weight * d entropy / d parameters.</summary>
    public abstract void EntropyGradient(ReadOnlySpan<double> parameters, double weight, Span<double> gradient);

    /// <summary>result = weight * M direction, with M the Fisher information in the parameters.</summary>
    public abstract void FisherMetric(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, double weight, Span<double> result);

    /// <summary>
    /// Column k of a factor S of the metric of the network outputs, S S' = M: result = S e_k.
    /// </summary>
    public abstract void FisherMetricFactor(ReadOnlySpan<double> parameters, int column, Span<double> result);
}
