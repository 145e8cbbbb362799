using System;

namespace TrpoGpu.Theory;

/// <summary>
/// Policy iteration that cannot make the return worse: Algorithm 1 of Schulman et al. 2015. Each iteration
/// goes to the maximiser of the minorant M_old = L_old - C max_s KL(old(.|s), new(.|s)) over all tables.
/// </summary>
/// <remarks>
/// <code>
/// for a radius d:  g_s(d) = max { sum_a q(a) A(s,a) : KL(old(.|s), q) &lt;= d }   in closed form: KlBall
/// over radii:      maximise sum_s rho_old(s) g_s(d) - C d                            concave; at the root of
///                  sum_s rho_old(s) lambda_s(d) = C                         lambda_s = g_s', falling in d
/// </code>
/// This is the global maximum, to the rounding of two nested root searches; no step size is chosen
/// anywhere. Where even the first bit of radius costs more than it gains, the policy is a fixed point.
/// Among those are all deterministic policies as soon as gamma >= 1/5: an action that was never taken costs
/// KL in proportion to its probability, not to its square.
/// </remarks>
public static class PolicyIterationWithBound
{
    private const double SmallestRadius = 1e-280;

    /// <summary>One iteration: the maximiser of the minorant around a policy.</summary>
    public static TabularPolicy Improve(SurrogateMinorant minorant)
    {
        ArgumentNullException.ThrowIfNull(minorant);
        double radius = BestRadius(minorant);
        return radius == 0 ? minorant.Surrogate.OldPolicy : MaximizeWithin(minorant.Surrogate, radius);
    }

    /// <summary>
    /// The radius max_s KL(old(.|s), new(.|s)) of the maximiser, in nats; 0 where no step is worth its
    /// penalty. Infinite where the penalty is 0 and the maximiser therefore greedy.
    /// </summary>
    public static double BestRadius(SurrogateMinorant minorant)
    {
        ArgumentNullException.ThrowIfNull(minorant);
        KlBall[] states = Balls(minorant.Surrogate);
        double coefficient = minorant.Bounds.Coefficient;
        if (coefficient == 0)
        {
            return double.PositiveInfinity;
        }

        double slopeAtZero = 0;
        double largestGain = 0;
        for (int s = 0; s < states.Length; s++)
        {
            double weight = minorant.Surrogate.OldVisitation[s];
            slopeAtZero += weight > 0 ? weight * states[s].SlopeAtZero : 0;
            largestGain += weight * states[s].LargestGain;
        }

        if (slopeAtZero <= coefficient)
        {
            return 0;
        }

        // The gain is concave and at most largestGain: its slope at a radius is at most largestGain / radius.
        double Excess(double logarithm) =>
            Math.Log(Slope(minorant.Surrogate, states, Math.Exp(logarithm)) / coefficient);
        double high = largestGain / coefficient;
        double low = high / 16;
        while (low > SmallestRadius && Excess(Math.Log(low)) < 0)
        {
            low /= 16;
        }

        return low <= SmallestRadius ? 0
            : Excess(Math.Log(high)) >= 0 ? high
            : Math.Exp(BracketedRoot.Find(Excess, Math.Log(low), Math.Log(high)));
    }

    /// <summary>
    /// The maximiser of L_old among the policies with max_s KL(old(.|s), new(.|s)) of at most a radius
    /// above 0: the trust-region step with a bound on the largest KL. States that the old policy never
    /// visits move as well.
    /// </summary>
    public static TabularPolicy MaximizeWithin(SurrogateObjective surrogate, double radius)
    {
        ArgumentNullException.ThrowIfNull(surrogate);
        if (!(radius > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(radius), radius, "PolicyIterationWithBound: expected a radius above 0; 0 leaves one policy.");
        }

        if (double.IsPositiveInfinity(radius))
        {
            return ConservativePolicyIteration.Greedy(surrogate.OldValues);
        }

        double[,] probabilities = new double[surrogate.Mdp.States, surrogate.Mdp.Actions];
        double[] row = new double[surrogate.Mdp.Actions];
        KlBall[] states = Balls(surrogate);
        for (int s = 0; s < states.Length; s++)
        {
            states[s].Maximize(radius, row);
            for (int a = 0; a < row.Length; a++)
            {
                probabilities[s, a] = row[a];
            }
        }

        return new TabularPolicy(probabilities);
    }

    private static KlBall[] Balls(SurrogateObjective surrogate)
    {
        KlBall[] states = new KlBall[surrogate.Mdp.States];
        for (int s = 0; s < states.Length; s++)
        {
            states[s] = new KlBall(surrogate.OldPolicy.Row(s), surrogate.OldValues.Advantages(s));
        }

        return states;
    }

    private static double Slope(SurrogateObjective surrogate, KlBall[] states, double radius)
    {
        double slope = 0;
        for (int s = 0; s < states.Length; s++)
        {
            double weight = surrogate.OldVisitation[s];
            slope += weight > 0 ? weight * states[s].Slope(radius) : 0;
        }

        return slope;
    }
}
