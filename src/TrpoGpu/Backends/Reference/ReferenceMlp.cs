using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Reference;

/// <summary>A multilayer perceptron on one row: forward, tangent and backward.</summary>
/// <remarks>
/// With h the input of a layer, W and c its weights and bias, z = h W + c, and f(z) the input of the next
/// layer.
/// </remarks>
internal sealed class ReferenceMlp(MlpShape shape)
{
    /// <summary>The network's outputs, and everything on the way to them.</summary>
    /// <param name="parameters">[P].</param>
    /// <param name="observation">[I].</param>
    public ReferencePass Forward(double[] parameters, ReadOnlySpan<double> observation)
    {
        ReferencePass pass = new(shape.Layers.Length);
        double[] h = observation.ToArray();
        for (int l = 0; l < shape.Layers.Length; l++)
        {
            DenseShape n = shape.Layers[l];
            double[] z = new double[n.O];
            for (int o = 0; o < n.O; o++)
            {
                z[o] = parameters[n.BiasOffset + o];
                for (int i = 0; i < n.I; i++)
                {
                    z[o] += h[i] * parameters[Weight(n, i, o)];
                }
            }

            pass.Inputs[l] = h;
            pass.PreActivations[l] = z;
            h = Array.ConvertAll(z, value => ReferenceActivation.Value(shape.Activation, value));
        }

        return pass;
    }

    /// <summary>Derivative of the outputs as the parameters move along a direction: J v [O].</summary>
    /// <param name="parameters">[P], those of the pass.</param>
    /// <param name="direction">v [P].</param>
    /// <param name="pass">Of the row.</param>
    public double[] Tangent(double[] parameters, double[] direction, ReferencePass pass)
    {
        double[] dh = new double[shape.Inputs];
        double[] dz = [];
        for (int l = 0; l < shape.Layers.Length; l++)
        {
            DenseShape n = shape.Layers[l];
            dz = new double[n.O];
            for (int o = 0; o < n.O; o++)
            {
                dz[o] = direction[n.BiasOffset + o];
                for (int i = 0; i < n.I; i++)
                {
                    dz[o] += dh[i] * parameters[Weight(n, i, o)];
                    dz[o] += pass.Inputs[l][i] * direction[Weight(n, i, o)];
                }
            }

            dh = new double[n.O];
            for (int o = 0; o < n.O; o++)
            {
                dh[o] = ReferenceActivation.Derivative(shape.Activation, pass.PreActivations[l][o]) * dz[o];
            }
        }

        return dz;
    }

    /// <summary>Adds J' u to a gradient.</summary>
    /// <param name="parameters">[P], those of the pass.</param>
    /// <param name="pass">Of the row.</param>
    /// <param name="outputGradient">u [O].</param>
    /// <param name="gradient">[P] add.</param>
    public void AddBackward(
        double[] parameters, ReferencePass pass, ReadOnlySpan<double> outputGradient, double[] gradient)
    {
        double[][] gradients = LayerGradients(parameters, pass, outputGradient);
        for (int l = 0; l < shape.Layers.Length; l++)
        {
            DenseShape n = shape.Layers[l];
            for (int o = 0; o < n.O; o++)
            {
                gradient[n.BiasOffset + o] += gradients[l][o];
                for (int i = 0; i < n.I; i++)
                {
                    gradient[Weight(n, i, o)] += pass.Inputs[l][i] * gradients[l][o];
                }
            }
        }
    }

    /// <summary>A gradient with respect to the outputs, carried back to the pre-activations of each layer.</summary>
    /// <param name="parameters">[P], those of the pass.</param>
    /// <param name="pass">Of the row.</param>
    /// <param name="outputGradient">u [O].</param>
    /// <returns>[L][O].</returns>
    public double[][] LayerGradients(double[] parameters, ReferencePass pass, ReadOnlySpan<double> outputGradient)
    {
        double[][] gradients = new double[shape.Layers.Length][];
        gradients[^1] = outputGradient.ToArray();
        for (int l = shape.Layers.Length - 1; l > 0; l--)
        {
            DenseShape n = shape.Layers[l];
            gradients[l - 1] = new double[n.I];
            for (int i = 0; i < n.I; i++)
            {
                double sum = 0;
                for (int o = 0; o < n.O; o++)
                {
                    sum += gradients[l][o] * parameters[Weight(n, i, o)];
                }

                gradients[l - 1][i] =
                    ReferenceActivation.Derivative(shape.Activation, pass.PreActivations[l - 1][i]) * sum;
            }
        }

        return gradients;
    }

    private static int Weight(DenseShape n, int i, int o) => n.WeightOffset + (i * n.O) + o;
}
