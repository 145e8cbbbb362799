using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>Branches of environments: what they start from, which noise they share, what they do first.</summary>
public sealed class BranchTests
{
    private const int Count = 5;
    private const int Copies = 3;

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (EnvironmentSpec spec in BuiltInEnvironments.All)
            {
                cases.Add("cpu", spec.Id);
                cases.Add("reference", spec.Id);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_single_branch_with_the_trunks_random_numbers_does_what_the_trunk_does(string backend, string id)
    {
        using BranchScene scene = new(Create(backend), id, Count);
        scene.StaggerClocks();
        scene.Run(scene.Trunk, 4).Dispose();
        using EnvironmentBatch branches = scene.Branch(1, BranchScene.Seed, scene.Trunk.StepsTaken);
        Assert.Equal(scene.Trunk.StepsTaken, branches.StepsTaken);
        using TrajectoryBuffers expected = scene.Run(scene.Trunk, 9);
        Assert.Equal(Bits.Of(expected), Bits.Of(scene.Run(branches, 9)));
        Assert.Equal(BranchScene.State(scene.Trunk), BranchScene.State(branches));
        if (scene.Spec.TimeLimit > 0)
        {
            Assert.NotEqual(0, expected.Ends.ReadArray().Max());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_copy_starts_where_its_environment_stands(string backend, string id)
    {
        using BranchScene scene = new(Create(backend), id, Count);
        scene.StaggerClocks();
        scene.Run(scene.Trunk, 4).Dispose();
        using EnvironmentBatch branches = scene.Branch(Copies, seed: 5, stepsTaken: 12);
        Assert.Equal(12, branches.StepsTaken);
        double[][] trunk = [.. BranchScene.State(scene.Trunk).Chunk(scene.Trunk.StateLength / Count)];
        double[][] copies = [.. BranchScene.State(branches).Chunk(scene.Trunk.StateLength / Count)];
        Assert.Equal(trunk.SelectMany(state => Enumerable.Repeat(state, Copies)), copies);
    }

    [Theory]
    [InlineData("cpu", "CartPole-v1")]
    [InlineData("cpu", "Hopper-v5")]
    [InlineData("reference", "CartPole-v1")]
    [InlineData("reference", "Pendulum-v1")]
    public void Copies_share_their_noise_from_the_second_step_on(string backend, string id)
    {
        const int Steps = 8;
        const int MoreCopies = 12;
        using BranchScene scene = new(Create(backend), id, Count);

        // A policy that looks at nothing: actions are a function of the noise.
        scene.PolicyParameters.Write(new float[scene.PolicyParameters.Length]);
        using EnvironmentBatch branches = scene.Branch(MoreCopies, seed: 5, stepsTaken: 0);
        float[] actions =
            scene.Run(branches, Steps, new RolloutOptions(BranchCopies: MoreCopies)).Actions.ReadArray();
        float[] first = scene.Run(
            scene.Branch(MoreCopies, seed: 5, stepsTaken: 0), Steps, new RolloutOptions()).Actions.ReadArray();
        int columns = scene.Spec.Actions.Columns;
        for (int t = 0; t < Steps; t++)
        {
            float[][] ofStep = [.. actions.Chunk(columns).Skip(t * branches.Count).Take(branches.Count)];
            float[][] alone = [.. first.Chunk(columns).Skip(t * branches.Count).Take(branches.Count)];
            for (int e = 0; e < branches.Count; e++)
            {
                Assert.Equal(alone[t == 0 ? e : e - (e % MoreCopies)], ofStep[e]);
            }
        }

        Assert.True(actions.Take(MoreCopies * columns).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void First_actions_are_enumerated_with_their_log_probabilities(string backend)
    {
        using BranchScene scene = new(Create(backend), "Acrobot-v1", Count);
        RolloutOptions options = new(BranchCopies: Copies, EnumerateFirstAction: true);
        using EnvironmentBatch branches = scene.Branch(Copies, seed: 5, stepsTaken: 0);
        using TrajectoryBuffers trajectories = scene.Run(branches, 6, options);
        float[] first = trajectories.Actions.ReadArray()[..branches.Count];
        Assert.Equal(Enumerable.Range(0, branches.Count).Select(e => (float)(e % Copies)), first);

        // Probabilities of all actions of a state sum to one: 3 terms, each some roundings of a float off.
        float[] logs = trajectories.LogProbabilities.ReadArray()[..branches.Count];
        Assert.All(logs.Chunk(Copies), state => Assert.Equal(1, state.Sum(log => Math.Exp(log)), 1e-6));

        // What follows is drawn.
        float[] second = trajectories.Actions.ReadArray()[branches.Count..];
        Assert.NotEqual(
            Enumerable.Range(0, second.Length).Select(e => (float)(e % Copies)), second);
    }

    [Fact]
    public void Threads_and_vector_width_do_not_matter()
    {
        List<int[]>? expected = null;
        foreach ((LaneWidth width, int threads) in ((LaneWidth, int)[])
            [
                (LaneWidth.One, 1), (LaneWidth.Eight, 2), (LaneWidth.Sixteen, 1), (LaneWidths.Widest, 3),
            ])
        {
            List<int[]> bits = [];
            foreach (string id in (string[])["Acrobot-v1", "Hopper-v5"])
            {
                using BranchScene scene = new(new CpuBackend(threads, width), id, 23);
                scene.Run(scene.Trunk, 5).Dispose();
                using EnvironmentBatch branches = scene.Branch(Copies, seed: 5, stepsTaken: 3);
                bool isDiscrete = scene.Spec.Actions.Kind == ActionKind.Discrete;
                bits.AddRange(Bits.Of(scene.Run(branches, 7, new RolloutOptions(
                    BranchCopies: Copies, EnumerateFirstAction: isDiscrete))));
            }

            Assert.Equal(expected ??= bits, bits);
        }
    }

    [Fact]
    public void What_cannot_branch_is_refused()
    {
        using BranchScene scene = new(new CpuBackend(1), "CartPole-v1", 4);
        using CpuBackend other = new(1);
        using EnvironmentBatch foreign = other.CreateEnvironments("CartPole-v1", 4, 0);
        using EnvironmentBatch pendulums = scene.Backend.CreateEnvironments("Pendulum-v1", 4, 0);
        using EnvironmentBatch six = scene.Backend.CreateEnvironments("CartPole-v1", 6, 0);
        Refuses(() => scene.Backend.BranchEnvironments(scene.Trunk, foreign, 0), "must be this backend's");
        Refuses(() => scene.Backend.BranchEnvironments(scene.Trunk, pendulums, 0), "CartPole-v1 are Pendulum-v1");
        Refuses(() => scene.Backend.BranchEnvironments(scene.Trunk, scene.Trunk, 0), "another batch");
        Refuses(() => scene.Backend.BranchEnvironments(scene.Trunk, six, 0), "6 branches of 4");
        Refuses(() => scene.Backend.BranchEnvironments(scene.Trunk, scene.Trunk, -1), "stepsTaken");
        Refuses(() => scene.Run(scene.Trunk, 1, new RolloutOptions(BranchCopies: 3)), "BranchCopies = 3 of N = 4");
        Refuses(() => scene.Run(scene.Trunk, 1, new RolloutOptions(BranchCopies: 0)), "BranchCopies = 0");
        RolloutOptions four = new(BranchCopies: 4, EnumerateFirstAction: true);
        Refuses(() => scene.Run(scene.Trunk, 1, four), "BranchCopies = 4 choices", "Discrete actions with 2");
        using BranchScene continuous = new(new CpuBackend(1), "Pendulum-v1", 4);
        Refuses(() => continuous.Run(continuous.Trunk, 1, four), "Continuous");
    }

    private static ComputeBackend Create(string name) => name == "cpu" ? new CpuBackend(2) : new ReferenceBackend();

    private static void Refuses(Action action, params string[] fragments)
    {
        string message = Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.All(fragments, fragment => Assert.Contains(fragment, message, StringComparison.Ordinal));
    }
}
