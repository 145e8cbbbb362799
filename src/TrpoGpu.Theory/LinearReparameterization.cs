using System;

namespace TrpoGpu.Theory;

/// <summary>
/// Other coordinates for the same policies: the inner map's parameters are theta = B phi. B may have fewer
/// columns than rows, as long as what it leaves out changes no policy (fixing one of softmax's logits in
/// every state, say).
/// </summary>
/// <param name="inner">The map that takes theta.</param>
/// <param name="matrix">B, [inner parameter, parameter].</param>
public sealed class LinearReparameterization(PolicyParameterization inner, double[,] matrix) : PolicyParameterization
{
    /// <inheritdoc/>
    public override int ParameterCount => matrix.GetLength(1);

    /// <inheritdoc/>
    public override TabularPolicy Policy(ReadOnlySpan<double> parameters) => inner.Policy(Inner(parameters));

    /// <inheritdoc/>
    public override double[,] Jacobian(ReadOnlySpan<double> parameters)
    {
        double[,] outer = inner.Jacobian(Inner(parameters));
        double[,] jacobian = new double[outer.GetLength(0), ParameterCount];
        for (int row = 0; row < outer.GetLength(0); row++)
        {
            for (int k = 0; k < ParameterCount; k++)
            {
                for (int j = 0; j < outer.GetLength(1); j++)
                {
                    jacobian[row, k] += outer[row, j] * matrix[j, k];
                }
            }
        }

        return jacobian;
    }

    private double[] Inner(ReadOnlySpan<double> parameters)
    {
        RequireCount(parameters);
        double[] theta = new double[matrix.GetLength(0)];
        for (int j = 0; j < theta.Length; j++)
        {
            for (int k = 0; k < parameters.Length; k++)
            {
                theta[j] += matrix[j, k] * parameters[k];
            }
        }

        return theta;
    }
}
