using TrpoGpu.Kernels.Solver;

namespace TrpoGpu.Backends.Gpu;

/// <summary>A solve with its scalars on the device.</summary>
internal sealed class GpuConjugateGradient : ConjugateGradientWorkspace
{
    /// <summary>Vectors: solution, residual, direction, product and right-hand side.</summary>
    internal const int Vectors = 5;

    internal GpuConjugateGradient(GpuBackend owner, int length)
        : base(owner, length)
    {
        RightHandSide = new GpuBuffer(owner, length);
        Scalars = owner.AllocateMemory<double>(SolveScalars.Count, "the scalars of a solve");
        Scalars.Clear(owner.Stream);
    }

    /// <summary>b [P].</summary>
    internal GpuBuffer RightHandSide { get; }

    /// <summary>See <see cref="SolveScalars"/>.</summary>
    internal DeviceMemory<double> Scalars { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        RightHandSide.Dispose();
        Scalars.Dispose();
        base.Dispose();
    }
}
