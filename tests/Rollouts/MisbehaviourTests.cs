using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>
/// What users' environments may do wrong. Each is named in one line: which environment, which step, what is wrong; and
/// nothing of it gets into the parameters.
/// </summary>
public sealed class MisbehaviourTests
{
    private const int Whole = -1;
    private const long AtReset = -1;
    private const long Late = FaultyVector.FaultyStep;

    private static readonly TrpoOptions Options = new() { Steps = 5, Hidden = [4], CriticUpdates = 1 };

    private static readonly string[] TwoNames = ["x", "y"];
    private static readonly ActionSpace Switch = ActionSpace.Discrete(2);

    private static readonly Fault[] Faults =
    [
        // What they declare.
        Declares("no Spec", () => null!, "null"),
        Declares("no Id", () => Described(null, TwoNames, Switch), "null"),
        Declares("no ObservationNames", () => Described("f", null, Switch), "null"),
        Declares("no Actions", () => Described("f", TwoNames, null), "null"),
        Declares("no observations", () => Described("f", [], Switch), "0 observations"),
        Declares("no action columns", () => FaultyVector.Describe(ActionSpace.MultiDiscrete()), "0 action columns"),
        Declares("a choice among none", () => FaultyVector.Describe(ActionSpace.Discrete(0)), "0 choices"),
        Declares("a branch of none", () => FaultyVector.Describe(ActionSpace.MultiDiscrete(2, 0)), "branch 1"),
        Declares("a branch of 300", () => FaultyVector.Describe(ActionSpace.MultiDiscrete(300)), "300 choices"),
        Declares(
            "17 branches",
            () => FaultyVector.Describe(ActionSpace.MultiDiscrete([.. Enumerable.Repeat(2, 17)])), "17 branches"),
        Declares("a negative time limit", () => Described("f", TwoNames, Switch, -5), "-5"),
        Declares("a Spec that throws", () => throw new NotSupportedException("later"), "NotSupportedException: later"),
        Counts("none", _ => 0, AtReset, "0 environments"),
        Counts("less than none", _ => -3, AtReset, "-3 environments"),
        Counts("by throwing", _ => throw new NotSupportedException("many"), AtReset, "NotSupportedException: many"),
        Counts("one more later", step => step > Late ? 4 : 3, Late, "Count is 4, expected 3"),
        Counts("one less later", step => step > Late ? 2 : 3, Late, "Count is 2, expected 3"),
        Counts("by throwing later", step => step > Late ? throw new NotSupportedException("gone") : 3, Late, "gone"),

        // Reset.
        Resets("by throwing", _ => throw new InvalidOperationException("no"), Whole, "Reset threw Invalid"),
        Resets("without a number", observations => observations.Fill(float.NaN), 0, "component 0"),
        Resets("all but the last number", observations => observations[^1] = float.NaN, 2, "component 1"),
        Resets("to infinity", observations => observations[3] = float.PositiveInfinity, 1, "component 1"),
        Resets("past the end", observations => observations[6] = 0, Whole, "IndexOutOfRange"),

        // Advance.
        Steps("by throwing", (in _) => throw new InvalidOperationException("no"), Whole, "Advance threw Invalid"),
        Steps(
            "by throwing many lines", (in _) => throw new InvalidOperationException("one\r\n two\n\nthree"), Whole,
            "one two three"),
        Steps("past the end", (in result) => result.Rewards[3] = 0, Whole, "IndexOutOfRange"),
        Steps("to a reward of NaN", (in result) => result.Rewards[2] = float.NaN, 2, "reward is NaN"),
        Steps("to a reward of infinity", (in result) => result.Rewards[0] = float.PositiveInfinity, 0, "reward is"),
        Steps("to a reward of -infinity", (in result) => result.Rewards[1] = float.NegativeInfinity, 1, "reward is"),
        Steps("to an observation of NaN", (in result) => result.Observations[4] = float.NaN, 2, "component 0"),
        Steps(
            "to an observation of -infinity", (in result) => result.Observations[3] = float.NegativeInfinity, 1,
            "component 1"),
        Steps("to no final observation", (in result) => result.Truncated[1] = true, 1, "final observation"),
        Steps(
            "to a final observation of infinity",
            (in result) =>
            {
                result.Truncated[2] = true;
                result.FinalObservations.Fill(1f);
                result.FinalObservations[5] = float.PositiveInfinity;
            },
            2, "component 1 of the final observation"),

        // Single environments in a group.
        Member(MemberFault.ResetThrows, AtReset, "no start state"),
        Member(MemberFault.AdvanceThrows, Late, "a joint is broken"),
        Member(MemberFault.RewardIsNaN, Late, "reward is NaN"),
        Member(MemberFault.ObservationIsUnset, Late, "final observation"),
        Member(MemberFault.ResetThrowsAfterAnEpisode, Late, "no start state"),
        Member(MemberFault.ObservationIsUnsetAfterAnEpisode, Late, "component 0 of the observation"),
    ];

    public static TheoryData<string> Names => [.. Faults.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_named_in_one_line(string name)
    {
        Fault fault = Array.Find(Faults, f => f.Name == name)!;
        using CpuBackend backend = new(1);
        List<TrainingReport> reports = [];
        EnvironmentContractException refusal = Assert.Throws<EnvironmentContractException>(() =>
        {
            using TrpoTrainer trainer = new(backend, fault.Create(), Options);
            reports.Add(trainer.Iterate());
            reports.Add(trainer.Iterate());
        });

        Assert.Equal(fault.Environment, refusal.Environment);
        Assert.Equal(fault.Step, refusal.Step);
        Assert.Equal(fault.Step == Late ? 1 : 0, reports.Count);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain('\r', refusal.Message);
        string where = fault.Environment == Whole ? "environments" : $"environment {fault.Environment}";
        string when = fault.Step == AtReset ? "reset" : $"step {fault.Step}";
        Assert.StartsWith($"{where}, {when}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(fault.Mention, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_thirty_of_them_and_one_vector_that_behaves()
    {
        Assert.True(Faults.Length >= 30);
        using CpuBackend backend = new(1);
        foreach (IVectorEnvironment environments in (IVectorEnvironment[])
            [new FaultyVector(), new EnvironmentGroup([new FaultyMember(MemberFault.None)])])
        {
            using TrpoTrainer trainer = new(backend, environments, Options);
            trainer.Iterate();
            trainer.Iterate();
        }
    }

    [Fact]
    public void An_end_that_is_both_counts_as_the_tasks_own()
    {
        using CpuBackend backend = new(1);
        FaultyVector both = new()
        {
            OnStep = (in result) =>
            {
                result.Terminated[0] = true;
                result.Truncated[0] = true;
            },
        };
        using TrpoTrainer trainer = new(backend, both, Options);
        trainer.Iterate();
        trainer.Iterate();
        Assert.Equal(1, trainer.EpisodesEnded);
    }

    [Fact]
    public void A_group_refuses_what_cannot_be_stepped_together()
    {
        IEnvironment good = new FaultyMember(MemberFault.None);
        Assert.Throws<ArgumentNullException>(() => new EnvironmentGroup(null!));
        Refuses("no environments");
        Refuses("environment 1 is null", good, null!);
        Refuses("environment 1 is null", good, new NoSpec());
        Refuses("environment 2 differs", good, good, With(FaultyVector.Describe(ActionSpace.Discrete(3))));
        Refuses("environment 1 differs", good, With(FaultyVector.Describe(ActionSpace.Discrete(2), observations: 3)));
        Refuses("environment 1 differs", good, With(FaultyVector.Describe(ActionSpace.Continuous(1))));

        static void Refuses(string mention, params IEnvironment[] members) => Assert.Contains(
            mention, Assert.Throws<ArgumentException>(() => new EnvironmentGroup(members)).Message,
            StringComparison.Ordinal);

        static FaultyMember With(EnvironmentSpec spec) => new(MemberFault.None, spec);
    }

    private static Fault Declares(string what, Func<EnvironmentSpec> spec, string mention) =>
        new($"declares {what}", () => new FaultyVector { SpecOf = spec }, Whole, AtReset, mention);

    private static Fault Counts(string how, Func<int, int> count, long step, string mention) =>
        new($"counts {how}", () => new FaultyVector { CountOf = count }, Whole, step, mention);

    private static Fault Resets(string how, ResetFault fault, int environment, string mention) =>
        new($"resets {how}", () => new FaultyVector { OnReset = fault }, environment, AtReset, mention);

    private static Fault Steps(string how, StepFault fault, int environment, string mention) =>
        new($"steps {how}", () => new FaultyVector { OnStep = fault }, environment, Late, mention);

    private static Fault Member(MemberFault fault, long step, string mention) => new(
        $"one of a group: {fault}",
        () => new EnvironmentGroup([new FaultyMember(MemberFault.None), new FaultyMember(fault)]), 1, step, mention);

    private static EnvironmentSpec Described(string? id, string[]? names, ActionSpace? actions, int timeLimit = 0) =>
        new() { Id = id!, ObservationNames = names!, Actions = actions!, TimeLimit = timeLimit };

    private sealed record Fault(
        string Name, Func<IVectorEnvironment> Create, int Environment, long Step, string Mention);

    private sealed class NoSpec : IEnvironment
    {
        public EnvironmentSpec Spec => null!;

        public void Reset(ulong seed, Span<float> observation)
        {
        }

        public StepOutcome Advance(ReadOnlySpan<float> action, Span<float> observation) => default;
    }
}
