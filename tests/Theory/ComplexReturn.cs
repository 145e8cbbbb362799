using System.Numerics;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Theory;

/// <summary>
/// The return a second time, for tables of complex numbers: its imaginary part at pi + i h d is h times the
/// derivative along d, to rounding, when h is tiny.
/// </summary>
internal static class ComplexReturn
{
    private const double Step = 1e-100;

    /// <summary>d eta(pi + t change)/dt at t = 0; a change sums to 0 in every state.</summary>
    public static double Derivative(FiniteMdp mdp, TabularPolicy policy, double[,] change)
    {
        var table = new Complex[mdp.States, mdp.Actions];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                table[s, a] = new Complex(policy[s, a], Step * change[s, a]);
            }
        }

        return Of(mdp, table).Imaginary / Step;
    }

    private static Complex Of(FiniteMdp mdp, Complex[,] policy)
    {
        int n = mdp.States;
        var matrix = new Complex[n, n];
        var values = new Complex[n];
        for (int s = 0; s < n; s++)
        {
            matrix[s, s] = 1;
            for (int a = 0; a < mdp.Actions; a++)
            {
                values[s] += policy[s, a] * mdp.Reward(s, a);
                for (int next = 0; next < n; next++)
                {
                    matrix[s, next] -= mdp.Discount * policy[s, a] * mdp.NextStates(s, a)[next];
                }
            }
        }

        // Gauss and Jordan's elimination: the matrix is diagonally dominant, so no pivot is sought.
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                if (i == k)
                {
                    continue;
                }

                var multiplier = matrix[i, k] / matrix[k, k];
                values[i] -= multiplier * values[k];
                for (int j = k; j < n; j++)
                {
                    matrix[i, j] -= multiplier * matrix[k, j];
                }
            }
        }

        Complex total = 0;
        for (int s = 0; s < n; s++)
        {
            total += mdp.Start[s] * values[s] / matrix[s, s];
        }

        return total;
    }
}
