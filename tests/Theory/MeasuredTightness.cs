using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Theory;

/// <summary>
/// How far the bounds are from the truth over the random processes: the tables of
/// src/TrpoGpu.Theory/README.md.
/// </summary>
internal static class MeasuredTightness
{
    // A difference counts when it is this many times what rounding can make of nothing.
    private const double ClearOfRounding = 1000;

    // The largest KL that implementations of TRPO commonly allow.
    private const double UsualRadius = 0.01;

    /// <summary>Penalty over error of the surrogate, for the same pairs of policies in every row.</summary>
    public static string[] PenaltyOverError()
    {
        int compared = 0, promisedTooMuch = 0;
        List<double> sharp = [], simple = [], totalVariation = [], kl = [];
        RandomMdp.ForAll(random =>
        {
            var surrogate = new SurrogateObjective(random.Mdp, random.AnyPolicy());
            var mixture = new MixtureBound(surrogate, random.AnyPolicy());
            var share = Math.Pow(10, random.Number(-3, 0));
            var policy = mixture.Mixture(share);
            var over = surrogate.Value(policy) - new PolicyValues(random.Mdp, policy).Return;
            if (Math.Abs(over) <= ClearOfRounding * SolveRounding.OfObjective(random.Mdp))
            {
                return;
            }

            compared++;
            promisedTooMuch += over > 0 ? 1 : 0;
            var bounds = new DivergenceBounds(surrogate);
            sharp.Add(mixture.SharpPenalty(share) / Math.Abs(over));
            simple.Add(mixture.Penalty(share) / Math.Abs(over));
            totalVariation.Add(bounds.TotalVariationPenalty(policy) / Math.Abs(over));
            kl.Add(bounds.KlPenalty(policy) / Math.Abs(over));
        });
        return
        [
            "| bound | closest | median |",
            "|---|---|---|",
            Row("mixture, sharp", sharp),
            Row("mixture, simple", simple),
            Row("total variation", totalVariation),
            Row("KL", kl),
            "",
            $"Compared: {compared} processes, of which the surrogate promises too much in {promisedTooMuch}.",
        ];
    }

    /// <summary>
    /// What one step gains of what there is to gain, by discount and by the rule that chooses the step.
    /// </summary>
    public static string[] GainOfOneStep() =>
    [
        "| discount | radius of Algorithm 1 | it gains | conservative policy iteration gains | radius 0.01 gains |",
        "|---|---|---|---|---|",
        .. new[] { 0.5, 0.9, 0.99 }.Select(GainOfOneStep),
    ];

    private static string GainOfOneStep(double discount)
    {
        List<double> radii = [], byBound = [], byMixture = [], byRadius = [];
        for (int seed = 0; seed < RandomMdp.Count; seed++)
        {
            var random = new RandomMdp(seed, discount);
            var minorant = new SurrogateMinorant(random.Mdp, random.FullPolicy());
            var old = minorant.Surrogate.OldValues;
            var available = LargestReturn(old) - old.Return;
            if (available <= ClearOfRounding * SolveRounding.OfObjective(random.Mdp))
            {
                continue;
            }

            double Share(TabularPolicy policy) =>
                (new PolicyValues(random.Mdp, policy).Return - old.Return) / available;
            radii.Add(PolicyIterationWithBound.BestRadius(minorant));
            byBound.Add(Share(PolicyIterationWithBound.Improve(minorant)));
            byMixture.Add(Share(ConservativePolicyIteration.Improve(random.Mdp, old.Policy)));
            byRadius.Add(Share(PolicyIterationWithBound.MaximizeWithin(minorant.Surrogate, UsualRadius)));
        }

        return $"| {discount} | {Median(radii):G2} | {Percent(byBound)} | {Percent(byMixture)} | {Percent(byRadius)} |";
    }

    // Howard's policy iteration: greedy until nothing is gained.
    private static double LargestReturn(PolicyValues values)
    {
        while (true)
        {
            var greedy = new PolicyValues(values.Mdp, ConservativePolicyIteration.Greedy(values));
            if (greedy.Return <= values.Return + SolveRounding.OfObjective(values.Mdp))
            {
                return Math.Max(greedy.Return, values.Return);
            }

            values = greedy;
        }
    }

    private static string Row(string bound, List<double> ratios) =>
        $"| {bound} | {ratios.Min():G3} | {Median(ratios):G3} |";

    private static string Percent(List<double> shares) => $"{100 * Median(shares):G3} %";

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
