using System;

namespace TrpoGpu.Theory;

/// <summary>
/// In one state: the distribution q with the largest expected advantage among those with KL(p, q) &lt;=
/// radius, exactly.
/// </summary>
/// <remarks>
/// <code>
/// maximise sum_a q(a) A(a)   subject to   sum_a p(a) log(p(a)/q(a)) &lt;= radius,   sum_a q(a) = 1
/// q(a) = lambda p(a) / (mu - A(a))   where p(a) > 0
/// </code>
/// A is measured from its mean under p. mu lies above M, the largest advantage of an action that p takes,
/// and grows without limit as the radius shrinks to 0; lambda is the multiplier of the constraint, the
/// slope of the gain mu - lambda in the radius. An action that p never takes gets nothing while mu is above
/// its advantage A*; at mu = A* it gets 1 - exp(KL - radius), for KL the divergence without it, and
/// lambda = exp(sum_a p(a) log(A* - A(a)) - radius). The one unknown, the height mu - M, is the root of a
/// monotone function.
/// </remarks>
internal sealed class KlBall
{
    // Of M: at this height q puts all but that share on the best of the actions that p takes.
    private const double NearlyGreedy = 1e-100;

    private readonly double[] p;
    private readonly double[] advantage;
    private readonly double variance;
    private readonly double largestInside;
    private readonly int best;

    /// <summary>The problem of one state.</summary>
    /// <param name="p">The old policy's distribution.</param>
    /// <param name="advantages">Of all actions.</param>
    internal KlBall(ReadOnlySpan<double> p, ReadOnlySpan<double> advantages)
    {
        this.p = p.ToArray();
        advantage = advantages.ToArray();
        double mean = 0;
        for (int a = 0; a < p.Length; a++)
        {
            mean += p[a] * advantage[a];
        }

        double largest = 0;
        for (int a = 0; a < p.Length; a++)
        {
            advantage[a] -= mean;
            variance += p[a] * advantage[a] * advantage[a];
            largest = Math.Max(largest, Math.Abs(advantage[a]));
            largestInside = p[a] > 0 ? Math.Max(largestInside, advantage[a]) : largestInside;
            best = advantage[a] > advantage[best] ? a : best;
        }

        // What is less than the rounding of other advantages is no advantage.
        double noise = LinearSystem.UnitRoundoff * largest;
        largestInside = largestInside > noise ? largestInside : 0;
        LargestGain = advantage[best] > noise ? advantage[best] : 0;
    }

    /// <summary>What the best action has over the mean: the largest gain there is.</summary>
    internal double LargestGain { get; }

    /// <summary>
    /// The slope of the gain at radius 0: infinite as soon as two actions that p takes differ in advantage.
    /// </summary>
    internal double SlopeAtZero => largestInside > 0 ? double.PositiveInfinity : LargestGain;

    // The best action is one that p never takes.
    private bool BestIsOutside => advantage[best] > largestInside;

    // Of mu above M: the best action's advantage, or next to nothing.
    private double LeastHeight =>
        BestIsOutside ? advantage[best] - largestInside : NearlyGreedy * largestInside;

    /// <summary>
    /// lambda: the slope of the gain in the radius, for a radius above 0. It falls as the radius grows.
    /// </summary>
    internal double Slope(double radius) => LargestGain == 0 ? 0 : Multiplier(Height(radius), radius);

    /// <summary>Writes q, for a radius above 0.</summary>
    internal void Maximize(double radius, Span<double> q)
    {
        if (LargestGain == 0)
        {
            p.CopyTo(q);
            return;
        }

        double height = Height(radius);
        double multiplier = Multiplier(height, radius);
        double sum = 0;
        for (int a = 0; a < p.Length; a++)
        {
            q[a] = p[a] > 0 ? multiplier * p[a] / Gap(a, height) : 0;
            sum += q[a];
        }

        if (ReachesOutside(radius))
        {
            q[best] = OneMinusExp(radius - KlOfNormalized(height));
            return;
        }

        for (int a = 0; a < p.Length; a++)
        {
            q[a] /= sum;
        }
    }

    // 1 - exp(-t) for t of at least 0, with small relative error at small t too.
    private static double OneMinusExp(double t) => t < 1 ? 2 * Math.Sinh(t / 2) * Math.Exp(-t / 2) : 1 - Math.Exp(-t);

    // mu - M: where KL(p, q) is the radius, or the least there is if that stays within the radius.
    private double Height(double radius)
    {
        if (KlOfNormalized(LeastHeight) <= radius)
        {
            return LeastHeight;
        }

        // From twice the least mu on, KL is at most 2 variance / mu^2: an end that is surely inside the ball.
        double inside = Math.Max(2 * (largestInside + LeastHeight), Math.Sqrt(2 * variance / radius)) - largestInside;
        double logarithm = BracketedRoot.Find(
            x => Math.Log(KlOfNormalized(Math.Exp(x)) / radius), Math.Log(LeastHeight), Math.Log(inside));
        return Math.Exp(logarithm);
    }

    private double Multiplier(double height, double radius)
    {
        double mu = largestInside + height;
        if (!ReachesOutside(radius))
        {
            return mu / (1 + Spread(height));
        }

        double logarithms = 0;
        for (int a = 0; a < p.Length; a++)
        {
            logarithms += p[a] > 0 ? p[a] * Math.Log(Gap(a, height) / mu) : 0;
        }

        return mu * Math.Exp(logarithms - radius);
    }

    private bool ReachesOutside(double radius) => BestIsOutside && KlOfNormalized(LeastHeight) <= radius;

    // mu - A(a), without the cancellation near the largest advantage.
    private double Gap(int a, double height) => height + (largestInside - advantage[a]);

    // KL(p, q) for q = lambda p / (mu - A) with lambda such that q sums to 1; with x = A / mu, whose mean
    // under p is 0, log(1 + sum p x^2 / (1 - x)) + sum p (log(1 - x) + x): no cancellation of more than a
    // few units at small x.
    private double KlOfNormalized(double height)
    {
        double mu = largestInside + height;
        double excess = 0;
        for (int a = 0; a < p.Length; a++)
        {
            excess += p[a] > 0 ? p[a] * Divergence.ExcessOverLog(-advantage[a] / mu, Gap(a, height) / mu) : 0;
        }

        double spread = Spread(height);
        double logarithm = spread > 0.1 ? Math.Log(1 + spread) : spread - Divergence.ExcessOverLog(spread, 1 + spread);
        return logarithm - excess;
    }

    // sum p x^2 / (1 - x) = sum p / (1 - x) - 1.
    private double Spread(double height)
    {
        double mu = largestInside + height;
        double sum = 0;
        for (int a = 0; a < p.Length; a++)
        {
            sum += p[a] > 0 ? p[a] * (advantage[a] / mu) * (advantage[a] / Gap(a, height)) : 0;
        }

        return sum;
    }
}
