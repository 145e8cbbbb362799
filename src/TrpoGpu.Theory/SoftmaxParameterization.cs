using System;

namespace TrpoGpu.Theory;

/// <summary>
/// One logit for each state and action, pi(a|s) = exp(theta[s,a]) / sum_b exp(theta[s,b]). Adding a
/// constant to the logits of a state changes nothing, so the Fisher matrix is singular: its rank is
/// (actions - 1) for each visited state.
/// </summary>
/// <param name="states">How many states.</param>
/// <param name="actions">How many actions.</param>
public sealed class SoftmaxParameterization(int states, int actions) : PolicyParameterization
{
    /// <inheritdoc/>
    public override int ParameterCount => states * actions;

    /// <inheritdoc/>
    public override TabularPolicy Policy(ReadOnlySpan<double> parameters)
    {
        RequireCount(parameters);
        double[,] probabilities = new double[states, actions];
        for (int s = 0; s < states; s++)
        {
            ReadOnlySpan<double> logits = parameters.Slice(s * actions, actions);
            double largest = double.NegativeInfinity;
            foreach (double logit in logits)
            {
                largest = Math.Max(largest, logit);
            }

            double sum = 0;
            for (int a = 0; a < actions; a++)
            {
                probabilities[s, a] = Math.Exp(logits[a] - largest);
                sum += probabilities[s, a];
            }

            for (int a = 0; a < actions; a++)
            {
                probabilities[s, a] /= sum;
            }
        }

        return new TabularPolicy(probabilities);
    }

    /// <inheritdoc/>
    public override double[,] Jacobian(ReadOnlySpan<double> parameters)
    {
        TabularPolicy policy = Policy(parameters);
        double[,] jacobian = new double[states * actions, states * actions];
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                for (int b = 0; b < actions; b++)
                {
                    jacobian[(s * actions) + a, (s * actions) + b] = policy[s, a] * ((a == b ? 1 : 0) - policy[s, b]);
                }
            }
        }

        return jacobian;
    }
}
