namespace TrpoGpu.Shapes;

/// <summary>The activation function of the hidden layers; the last layer is always linear.</summary>
public enum ActivationKind
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(z, 0).</summary>
    Relu,

    /// <summary>z for positive z, exp(z) - 1 otherwise.</summary>
    Elu,

    /// <summary>1 / (1 + exp(-z)).</summary>
    Sigmoid,

    /// <summary>log(1 + exp(z)).</summary>
    Softplus,

    /// <summary>z: a linear network.</summary>
    Identity,
}
