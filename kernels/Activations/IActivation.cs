using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Activations;

/// <summary>An activation function and its derivative, the latter from the kept output alone.</summary>
/// <remarks>Value and derivative of NaN are NaN; nothing else is, in either tail or at infinity.</remarks>
public interface IActivation
{
    /// <summary><c>h = f(z)</c>.</summary>
    static abstract TReal Value<TReal>(TReal z)
        where TReal : unmanaged, IReal<TReal>;

    /// <summary><c>f'(z)</c> as a function of <c>h = f(z)</c>: the pre-activation is never kept.</summary>
    static abstract TReal DerivativeFromOutput<TReal>(TReal h)
        where TReal : unmanaged, IReal<TReal>;
}
