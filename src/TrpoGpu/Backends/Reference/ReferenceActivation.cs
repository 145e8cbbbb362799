using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <summary>
/// Activation functions and their derivatives from their definitions, both at the pre-activation z.
/// </summary>
internal static class ReferenceActivation
{
    /// <summary>f(z).</summary>
    public static double Value(ActivationKind kind, double z) => kind switch
    {
        ActivationKind.Tanh => Math.Tanh(z),
        ActivationKind.Relu => Math.Max(z, 0),
        ActivationKind.Elu => z > 0 ? z : Math.Exp(z) - 1,
        ActivationKind.Sigmoid => Sigmoid(z),
        ActivationKind.Softplus => Softplus(z),
        ActivationKind.Identity => z,
        _ => throw Unknown(kind),
    };

    /// <summary>f'(z); at the kink of relu 0.</summary>
    public static double Derivative(ActivationKind kind, double z) => kind switch
    {
        ActivationKind.Tanh => 1 - (Math.Tanh(z) * Math.Tanh(z)),
        ActivationKind.Relu => z > 0 ? 1 : 0,
        ActivationKind.Elu => z > 0 ? 1 : Math.Exp(z),
        ActivationKind.Sigmoid => Sigmoid(z) * Sigmoid(-z),
        ActivationKind.Softplus => Sigmoid(z),
        ActivationKind.Identity => 1,
        _ => throw Unknown(kind),
    };

    /// <summary>1 / (1 + exp(-z)).</summary>
    public static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>log(1 + exp(z)), in a form that cannot overflow.</summary>
    public static double Softplus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));

    private static ArgumentOutOfRangeException Unknown(ActivationKind kind) =>
        new(nameof(kind), kind, "ReferenceActivation: unknown activation.");
}
