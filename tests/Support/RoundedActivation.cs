using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>Activations by their plainest formulas: what bounds these bounds any better evaluation.</summary>
internal static class RoundedActivation
{
    public static Rounded Value(ActivationKind kind, Rounded z) => kind switch
    {
        ActivationKind.Tanh => Rounded.Tanh(z),
        ActivationKind.Relu => Rounded.Positive(z),
        ActivationKind.Elu => Elu(z),
        ActivationKind.Sigmoid => Sigmoid(z),
        ActivationKind.Softplus => Softplus(z),
        ActivationKind.Identity => z,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static Rounded DerivativeFromOutput(ActivationKind kind, Rounded h) => kind switch
    {
        ActivationKind.Tanh => 1f - (h * h),
        // At the kink float32 may have taken the other side.
        ActivationKind.Relu => new Rounded(h.Value > 0 ? 1 : 0, h.MayCrossZero ? 1 : 0),
        ActivationKind.Elu => h.Value > 0 ? new Rounded(1, h.MayCrossZero ? h.Deviation : 0) : h + 1f,
        ActivationKind.Sigmoid => h * (1f - h),
        ActivationKind.Softplus => 1f - Rounded.Exp(-h),
        ActivationKind.Identity => 1f,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static Rounded Sigmoid(Rounded z) => 1f / (1f + Rounded.Exp(-z));

    /// <summary>log(1 + exp(z)).</summary>
    public static Rounded Softplus(Rounded z)
    {
        Rounded negativeMagnitude = new(-Math.Abs(z.Value), z.Deviation);
        return Rounded.Positive(z) + Rounded.Log(1f + Rounded.Exp(negativeMagnitude));
    }

    // exp(z) - 1 for negative z: the bound of the plain difference, which no better formula exceeds.
    private static Rounded Elu(Rounded z)
    {
        if (z.Value > 0 && !z.MayCrossZero)
        {
            return z;
        }

        Rounded below = Rounded.Exp(z) - 1f;
        return z.Value > 0 ? new Rounded(z.Value, below.Deviation) : below;
    }
}
