using System.IO;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Theory;

/// <summary>
/// The example of src/TrpoGpu.Theory/README.md, compiled: its lines stand below as they stand there.
/// </summary>
internal static class PageExample
{
    internal static void Run(TextWriter output)
    {
        // Two states, two actions: the second action of the first state gives up reward 1 to reach a state
        // that pays 2.
        FiniteMdp mdp = new(
            transitions: new double[,,] { { { 0.9, 0.1 }, { 0.2, 0.8 } }, { { 0.7, 0.3 }, { 0.1, 0.9 } } },
            rewards: new double[,] { { 1, 0 }, { 0, 2 } }, start: [1, 0], discount: 0.9);
        TabularPolicy policy = TabularPolicy.Uniform(states: 2, actions: 2);

        SurrogateObjective surrogate = new(mdp, policy);
        TabularPolicy greedy = ConservativePolicyIteration.Greedy(surrogate.OldValues);
        output.WriteLine($"eta {surrogate.OldValues.Return:F4}, greedy: L {surrogate.Value(greedy):F4}, " +
            $"eta {new PolicyValues(mdp, greedy).Return:F4}");

        for (int k = 0; k < 4; k++)
        {
            SurrogateMinorant minorant = new(mdp, policy);
            TabularPolicy next = PolicyIterationWithBound.Improve(minorant);
            double gain = new PolicyValues(mdp, next).Return - minorant.Surrogate.OldValues.Return;
            output.WriteLine($"radius {PolicyIterationWithBound.BestRadius(minorant):E2}: " +
                $"sure of {minorant.Gain(next):F4}, gained {gain:F4}");
            policy = next;
        }

        SoftmaxParameterization softmax = new(states: 2, actions: 2);
        NaturalGradient natural = new(mdp, softmax, [0, 0, 0, 0]);
        output.WriteLine($"rank {natural.Rank} of {softmax.ParameterCount}, " +
            $"change of pi(1|0) by F^+ g {natural.PolicyChange(natural.Direction)[0, 1]:F4}, " +
            $"by g {natural.PolicyChange(natural.Gradient)[0, 1]:F4}");
    }
}
