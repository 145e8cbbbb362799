using System;

namespace TrpoGpu.Theory;

/// <summary>
/// One positive weight for each state and action, pi(a|s) = w[s,a] / sum_b w[s,b]: the odds of the actions.
/// The weights are the exponentials of softmax's logits, so this is softmax under a map that is not linear.
/// </summary>
/// <param name="states">How many states.</param>
/// <param name="actions">How many actions.</param>
public sealed class WeightParameterization(int states, int actions) : PolicyParameterization
{
    /// <inheritdoc/>
    public override int ParameterCount => states * actions;

    /// <inheritdoc/>
    public override TabularPolicy Policy(ReadOnlySpan<double> parameters)
    {
        double[] sums = Sums(parameters);
        double[,] probabilities = new double[states, actions];
        for (int k = 0; k < parameters.Length; k++)
        {
            probabilities[k / actions, k % actions] = parameters[k] / sums[k / actions];
        }

        return new TabularPolicy(probabilities);
    }

    /// <inheritdoc/>
    public override double[,] Jacobian(ReadOnlySpan<double> parameters)
    {
        double[] sums = Sums(parameters);
        TabularPolicy policy = Policy(parameters);
        double[,] jacobian = new double[states * actions, states * actions];
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                for (int b = 0; b < actions; b++)
                {
                    jacobian[(s * actions) + a, (s * actions) + b] = ((a == b ? 1 : 0) - policy[s, a]) / sums[s];
                }
            }
        }

        return jacobian;
    }

    private double[] Sums(ReadOnlySpan<double> parameters)
    {
        RequireCount(parameters);
        double[] sums = new double[states];
        for (int k = 0; k < parameters.Length; k++)
        {
            if (!(parameters[k] > 0))
            {
                throw new ArgumentException(
                    $"WeightParameterization: weight {parameters[k]:R} at {k}, expected above 0.", nameof(parameters));
            }

            sums[k / actions] += parameters[k];
        }

        return sums;
    }
}
