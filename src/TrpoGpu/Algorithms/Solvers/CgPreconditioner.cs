namespace TrpoGpu.Algorithms.Solvers;

/// <summary>What conjugate gradients are preconditioned with.</summary>
public enum CgPreconditioner
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The diagonals of the Kronecker factors.</summary>
    Diagonal,

    /// <summary>The Kronecker factors.</summary>
    Kfac,
}
