using System;

namespace TrpoGpu.Backends;

/// <summary>
/// The vectors and scalars of one conjugate-gradient solve, in the memory of one backend: the scalars never leave
/// it until <see cref="ComputeBackend.ReadConjugateGradient"/>.
/// </summary>
public abstract class ConjugateGradientWorkspace : IDisposable
{
    private protected ConjugateGradientWorkspace(ComputeBackend owner, int length)
    {
        Owner = owner;
        Length = length;
        Solution = owner.Allocate(length);
        Residual = owner.Allocate(length);
        Direction = owner.Allocate(length);
        Product = owner.Allocate(length);
    }

    /// <summary>The backend whose memory this is.</summary>
    public ComputeBackend Owner { get; }

    /// <summary>Unknowns.</summary>
    public int Length { get; }

    /// <summary>x [P].</summary>
    public ComputeBuffer Solution { get; }

    /// <summary>r = b - A x [P].</summary>
    public ComputeBuffer Residual { get; }

    /// <summary>p [P]: what the operator is to be applied to before the next step.</summary>
    public ComputeBuffer Direction { get; }

    /// <summary>A p [P]: where the operator's result is expected.</summary>
    public ComputeBuffer Product { get; }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Solution.Dispose();
        Residual.Dispose();
        Direction.Dispose();
        Product.Dispose();
        GC.SuppressFinalize(this);
    }
}
