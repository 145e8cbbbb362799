namespace TrpoGpu.Backends.Cpu;

/// <summary>A solve with its scalars.</summary>
internal sealed class CpuConjugateGradient(CpuBackend owner, int length)
    : ConjugateGradientWorkspace(owner, length)
{
    /// <summary>b [P].</summary>
    public CpuBuffer RightHandSide { get; } = new(owner, length);

    /// <summary>|b|^2.</summary>
    public double RightHandSideSquared { get; set; }

    /// <summary>|r|^2.</summary>
    public double ResidualSquared { get; set; }

    /// <summary>Steps that changed the solution.</summary>
    public int Iterations { get; set; }

    /// <summary>Why the solve ended, if it has.</summary>
    public StopReason Stop { get; set; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        RightHandSide.Dispose();
        base.Dispose();
    }
}
