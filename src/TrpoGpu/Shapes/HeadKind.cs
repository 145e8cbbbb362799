namespace TrpoGpu.Shapes;

/// <summary>What the output of a network means: the distribution that its loss and Fisher metric come from.</summary>
public enum HeadKind
{
    /// <summary>One choice among A; the outputs are logits.</summary>
    Categorical,

    /// <summary>
    /// Independent normal numbers; the outputs are means, the log standard deviations are free parameters.
    /// </summary>
    DiagonalGaussian,

    /// <summary>Several independent choices; the outputs are the logits of one after those of the other.</summary>
    MultiCategorical,

    /// <summary>Independent switches; the outputs are the log-odds of 1.</summary>
    Bernoulli,

    /// <summary>
    /// A normal number of variance one around each output: least squares, with the identity as Fisher metric.
    /// The head of value functions.
    /// </summary>
    UnitGaussian,
}
