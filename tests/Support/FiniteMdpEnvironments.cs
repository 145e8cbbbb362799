using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Rollouts;
using TrpoGpu.Theory;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A finite process behind the interface for users' environments. An episode terminates after each step with
/// probability 1 - gamma: its undiscounted return is the discounted one in expectation, and states are visited as the
/// discounted visitation says. The first states are drawn from that visitation, so the vector is stationary from the
/// start.
/// </summary>
/// <remarks>
/// Observations are one-hot. With several copies, groups of neighbours start in the same state and share the random
/// numbers of transitions and endings: a vine's branches.
/// </remarks>
/// <param name="mdp">The process.</param>
/// <param name="visitation">[states] of the policy that acts: probabilities of the first state.</param>
/// <param name="groups">States that are tried.</param>
/// <param name="copies">Environments that start in each.</param>
/// <param name="enumerate">Whether copy k takes action k first, whatever it is told.</param>
internal sealed class FiniteMdpEnvironments(
    FiniteMdp mdp, double[] visitation, int groups, int copies, bool enumerate) : IVectorEnvironment
{
    private readonly int[] states = new int[groups * copies];
    private readonly double[] start = mdp.Start.ToArray();
    private ulong seed;
    private ulong step;

    public EnvironmentSpec Spec { get; } = SpecOf(mdp);

    public int Count => groups * copies;

    public static EnvironmentSpec SpecOf(FiniteMdp mdp) => new()
    {
        Id = "FiniteMdp",
        ObservationNames = [.. Enumerable.Range(0, mdp.States).Select(s => $"state {s}")],
        Actions = ActionSpace.Discrete(mdp.Actions),
        TimeLimit = 0,
    };

    public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations)
    {
        seed = seeds[0];
        step = 0;
        for (int n = 0; n < Count; n++)
        {
            states[n] = Draw(visitation, Words(n).X0);
        }

        Observe(observations);
    }

    public void Advance(ReadOnlySpan<float> actions, in StepResult result)
    {
        step++;
        result.FinalObservations.Clear();
        for (int n = 0; n < Count; n++)
        {
            int action = enumerate && step == 1 ? n % copies : (int)actions[n];
            PhiloxBlock words = Words(n);
            result.Rewards[n] = (float)mdp.Reward(states[n], action);
            result.Terminated[n] = Uniform.FromZero(words.X1) >= mdp.Discount;
            if (result.Terminated[n])
            {
                result.FinalObservations[n * mdp.States] = 1;
                states[n] = Draw(start, words.X2);
            }
            else
            {
                states[n] = Draw(mdp.NextStates(states[n], action), words.X0);
            }
        }

        Observe(result.Observations);
    }

    public void Dispose()
    {
    }

    // The engine draws actions by another use, so these numbers are nobody else's.
    private PhiloxBlock Words(int n) => RandomStream.Draw(seed, RandomUse.StartState, (uint)(n / copies), step, 0);

    private static int Draw(ReadOnlySpan<double> probabilities, uint word)
    {
        double left = Uniform.FromZero(word);
        int last = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            if (probabilities[k] > 0)
            {
                last = k;
                left -= probabilities[k];
                if (left < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    private void Observe(Span<float> observations)
    {
        observations.Clear();
        for (int n = 0; n < Count; n++)
        {
            observations[(n * mdp.States) + states[n]] = 1;
        }
    }
}
