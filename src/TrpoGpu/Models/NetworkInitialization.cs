using System;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Models;

/// <summary>
/// Orthogonal initialisation (Saxe et al. 2014): each layer's weights are a random matrix with orthonormal rows or
/// columns, times a gain; biases are zero.
/// </summary>
/// <param name="HiddenGain">Gain of the hidden layers.</param>
/// <param name="OutputGain">Gain of the last layer; small for a policy, so that it starts near uniform.</param>
/// <param name="FreeParameters">Value of the head's free parameters: the initial log standard deviation.</param>
public readonly record struct NetworkInitialization(double HiddenGain, double OutputGain, double FreeParameters)
{
    /// <summary>For policies: last layer 0.01.</summary>
    public static NetworkInitialization Policy(double logStandardDeviation = 0) =>
        new(Math.Sqrt(2), 0.01, logStandardDeviation);

    /// <summary>For value functions: last layer 1.</summary>
    public static NetworkInitialization Value => new(Math.Sqrt(2), 1, 0);

    /// <summary>Parameters of a network.</summary>
    /// <param name="shape">Of the network.</param>
    /// <param name="seed">Equal seeds give equal parameters.</param>
    /// <returns>[P].</returns>
    public float[] Create(NetworkShape shape, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(shape);
        float[] parameters = new float[shape.ParameterCount];
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        for (int l = 0; l < layers.Length; l++)
        {
            double gain = l < layers.Length - 1 ? HiddenGain : OutputGain;
            FillOrthogonal(layers[l], gain, seed, (uint)l, parameters);
        }

        parameters.AsSpan(shape.Mlp.ParameterCount).Fill((float)FreeParameters);
        return parameters;
    }

    // Gram-Schmidt on normal numbers, along the shorter side; done twice, which restores what cancellation loses.
    // The normal numbers are in single precision, by the project's own functions, and what follows is IEEE arithmetic:
    // the same bits on every machine.
    private static void FillOrthogonal(
        in DenseShape layer, double gain, ulong seed, uint layerIndex, Span<float> parameters)
    {
        bool tall = layer.I >= layer.O;
        int vectors = tall ? layer.O : layer.I;
        int length = tall ? layer.I : layer.O;
        double[][] basis = new double[vectors][];
        for (int k = 0; k < vectors; k++)
        {
            double[] vector = basis[k] = NormalVector(length, seed, layerIndex, (uint)k);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    double projection = Dot(vector, basis[j]);
                    for (int e = 0; e < length; e++)
                    {
                        vector[e] -= projection * basis[j][e];
                    }
                }
            }

            double norm = Math.Sqrt(Dot(vector, vector));
            for (int e = 0; e < length; e++)
            {
                vector[e] /= norm;
                int weight = tall ? (e * layer.O) + k : (k * layer.O) + e;
                parameters[layer.WeightOffset + weight] = (float)(gain * vector[e]);
            }
        }
    }

    private static double[] NormalVector(int length, ulong seed, uint layerIndex, uint vectorIndex)
    {
        double[] normals = new double[length];
        for (int e = 0; e < length; e++)
        {
            normals[e] = NoiseColumn.NormalAt<Float32>(
                seed, RandomUse.Initialization, layerIndex, vectorIndex, e).Value;
        }

        return normals;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int k = 0; k < left.Length; k++)
        {
            sum += left[k] * right[k];
        }

        return sum;
    }
}
