using System;

namespace TrpoGpu.Theory;

/// <summary>
/// The gradient of the return and the natural gradient F^+ g at parameters of a policy. The plain gradient
/// depends on the coordinates of the policy; the change of policy that the natural one makes does not.
/// Kakade 2001.
/// </summary>
/// <remarks>
/// <code>
/// g   = sum_s rho(s) sum_a A(s,a) d pi(a|s)/d theta                       of eta, and of L, at pi
/// F   = sum_s d(s) sum_a pi(a|s) score score',   score = d log pi(a|s)/d theta,   d = (1 - gamma) rho
/// J F^+ g,  with J = d pi / d theta: the change of policy, to first order
/// </code>
/// F is also the Hessian of sum_s d(s) KL(pi(.|s), new(.|s)) at new = pi. It is singular where parameters
/// change no visited state's policy. Of the solutions of F v = g the pseudo-inverse takes the shortest; all
/// of them change the policy of visited states alike, so what is invariant is J F^+ g in the states with
/// rho(s) above 0. What a state that is never visited does can depend on the coordinates. For softmax
/// J F^+ g is pi(a|s) A(s,a) / (1 - gamma), exactly.
/// </remarks>
public sealed class NaturalGradient
{
    private readonly double[,] jacobian;
    private readonly double[] gradient;
    private readonly double[] direction;

    /// <summary>Both gradients, at the parameters.</summary>
    public NaturalGradient(FiniteMdp mdp, PolicyParameterization parameterization, ReadOnlySpan<double> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameterization);
        Surrogate = new SurrogateObjective(mdp, parameterization.Policy(parameters));
        jacobian = parameterization.Jacobian(parameters);
        gradient = Surrogate.Gradient(jacobian);
        Fisher = FisherMatrix(Surrogate, jacobian);
        direction = PseudoInverseProduct();
    }

    /// <summary>L around the policy of the parameters, with its values and visitation.</summary>
    public SurrogateObjective Surrogate { get; }

    /// <summary>F, [parameter, parameter].</summary>
    public double[,] Fisher { get; }

    /// <summary>How many eigenvalues of F are not zero.</summary>
    public int Rank { get; private set; }

    /// <summary>
    /// The largest eigenvalue of F over the smallest that is not zero: how much rounding a solve amplifies.
    /// </summary>
    public double ConditionNumber { get; private set; } = 1;

    /// <summary>g.</summary>
    public ReadOnlySpan<double> Gradient => gradient;

    /// <summary>F^+ g.</summary>
    public ReadOnlySpan<double> Direction => direction;

    /// <summary>
    /// J v: what a small multiple of a direction in parameters does to the table, [state, action].
    /// </summary>
    public double[,] PolicyChange(ReadOnlySpan<double> v)
    {
        double[,] change = new double[Surrogate.Mdp.States, Surrogate.Mdp.Actions];
        for (int row = 0; row < jacobian.GetLength(0); row++)
        {
            for (int k = 0; k < v.Length; k++)
            {
                change[row / Surrogate.Mdp.Actions, row % Surrogate.Mdp.Actions] += jacobian[row, k] * v[k];
            }
        }

        return change;
    }

    private static double[,] FisherMatrix(SurrogateObjective surrogate, double[,] jacobian)
    {
        int count = jacobian.GetLength(1);
        double[,] fisher = new double[count, count];
        for (int row = 0; row < jacobian.GetLength(0); row++)
        {
            int s = row / surrogate.Mdp.Actions;
            double probability = surrogate.OldPolicy[s, row % surrogate.Mdp.Actions];
            if (probability == 0)
            {
                continue;
            }

            double weight = surrogate.OldVisitation[s] / (surrogate.Mdp.Horizon * probability);
            for (int k = 0; k < count; k++)
            {
                for (int l = 0; l < count; l++)
                {
                    fisher[k, l] += weight * jacobian[row, k] * jacobian[row, l];
                }
            }
        }

        return fisher;
    }

    private double[] PseudoInverseProduct()
    {
        int count = gradient.Length;
        SymmetricEigen eigen = new((double[,])Fisher.Clone());
        double largest = 0;
        foreach (double value in eigen.Values)
        {
            largest = Math.Max(largest, value);
        }

        // Forming F and rotating it err by some 10 roundings a parameter, of the largest eigenvalue: below,
        // it is noise.
        double noise = 32 * count * LinearSystem.UnitRoundoff * largest;
        double[] product = new double[count];
        for (int k = 0; k < count; k++)
        {
            double eigenvalue = eigen.Values[k];
            if (eigenvalue <= noise)
            {
                continue;
            }

            Rank++;
            ConditionNumber = Math.Max(ConditionNumber, largest / eigenvalue);
            double projection = 0;
            for (int i = 0; i < count; i++)
            {
                projection += eigen.Vector(i, k) * gradient[i];
            }

            for (int i = 0; i < count; i++)
            {
                product[i] += projection / eigenvalue * eigen.Vector(i, k);
            }
        }

        return product;
    }
}
