namespace TrpoGpu.Backends.Reference;

/// <summary>A solve with its scalars.</summary>
internal sealed class ReferenceConjugateGradient(ComputeBackend owner, int length)
    : ConjugateGradientWorkspace(owner, length)
{
    /// <summary>b [P].</summary>
    public double[] RightHandSide { get; } = new double[length];

    /// <summary>r'r.</summary>
    public double ResidualSquared { get; set; }

    public int Iterations { get; set; }

    public StopReason Stop { get; set; }
}
