using System;
using System.Linq;

namespace TrpoGpu;

/// <summary>Undiscounted returns of evaluation episodes.</summary>
public sealed class EvaluationResult
{
    private readonly double[] returns;

    internal EvaluationResult(double[] returns, double[] lengths, double? solvedReturn)
    {
        this.returns = returns;
        Mean = returns.Average();
        StandardDeviation = Math.Sqrt(returns.Average(r => (r - Mean) * (r - Mean)));
        MeanLength = lengths.Average();
        IsSolved = solvedReturn is double threshold ? Mean >= threshold : null;
    }

    /// <summary>Return of each episode.</summary>
    public ReadOnlySpan<double> Returns => returns;

    /// <summary>Mean return.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of the returns over the episodes.</summary>
    public double StandardDeviation { get; }

    /// <summary>Mean steps per episode.</summary>
    public double MeanLength { get; }

    /// <summary>
    /// Whether the mean reaches the return from which the environment counts as solved; null if none is
    /// named.
    /// </summary>
    public bool? IsSolved { get; }

    /// <summary>Mean, deviation and number of episodes.</summary>
    public override string ToString() => $"{Mean:0.0} +- {StandardDeviation:0.0} over {returns.Length} episodes";
}
