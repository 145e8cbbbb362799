using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>
/// The updates of TRPO's family as multiples of a gradient: what runs, what is counted, how it is timed.
/// </summary>
public sealed class FamilyOperationTests : IDisposable
{
    // Per row, in multiply-adds: a forward pass, a gradient, a Fisher product, the Kronecker factors.
    private const int Forward = 12 + 30;
    private const int Gradient = (2 * 12) + (3 * 30);
    private const int Product = (2 * 12) + (4 * 30);
    private const int Factors = (4 * 4) + (5 * 5) + (6 * 6) + (2 * ((4 * 4) + (5 * 5) + (2 * 2) + 30));

    private static readonly NetworkShape Shape =
        new(MlpShape.Parse("3-4-5-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));

    private readonly ReferenceBackend backend = new();

    public void Dispose() => backend.Dispose();

    [Fact]
    public void Every_update_is_made_with_the_settings_it_tells() => Assert.Equal(
        [
            "vpg: algo=vpg", "vpg_l2: algo=vpg l2_delta=0.01", "npg: algo=npg", "tnpg: algo=tnpg",
            "trpo_all_rows: sub_sampling_factor=1", "trpo: ", "trpo_full_solve: cg_tolerance=0",
            "trpo_kfac: cg_preconditioner=kfac", "acktr: algo=acktr", "kl_penalty: algo=kl_penalty", "ppo: algo=ppo",
            "ppo_full_batch: algo=ppo policy_batch_size=5000",
        ],
        FamilyVariant.For(5000).Select(variant => $"{variant.Name}: {variant.Settings}"));

    [Fact]
    public void Every_run_does_the_same_work()
    {
        using FamilyOperations family = new(backend, Shape, rows: 70);
        foreach (FamilyUpdate update in family.Updates)
        {
            update.Operation.Run();
            double flops = update.Flops;
            UpdateReport first = update.Report;
            for (int run = 0; run < 20; run++)
            {
                family.Gradient.Run();
                update.Operation.Run();
                Assert.Equal(UpdateOutcome.Accepted, update.Report.Outcome);
                Assert.Equal(flops, update.Flops);
                Assert.Equal(first.Start, update.Report.Start);
            }

            // What Adam or the averages of Kronecker factors remember moves where a step ends, but not of the others.
            Assert.True(update.Variant.HasMinibatches || update.Variant.Name == "acktr" || first == update.Report);
        }
    }

    [Theory]
    [InlineData("vpg", Gradient + Forward)]
    [InlineData("acktr", Gradient + Forward + Factors)]
    [InlineData("ppo", Gradient + Forward + (10 * Gradient))]
    [InlineData("kl_penalty", Gradient + Forward + (10 * (Gradient + Forward)))]
    public void Arithmetic_is_counted_by_hand(string name, int multiplyAddsOfOneRow)
    {
        using FamilyOperations family = new(backend, Shape, rows: 7);
        FamilyUpdate update = family.Updates.Single(update => update.Variant.Name == name);
        update.Operation.Run();

        Assert.Equal(2.0 * 7 * multiplyAddsOfOneRow, update.Flops);
        Assert.Equal(2.0 * 7 * Gradient, family.Gradient.Flops);
        Assert.Equal(name is "ppo" or "kl_penalty" ? 10 : 1, update.Steps);
    }

    // 5,000 rows: the Fisher matrix of every second one, whose activations are computed anew.
    [Theory]
    [InlineData("trpo", 2500, (5000 * (Gradient + (3 * Forward))) + (2500 * (Forward + (11 * Product))))]
    [InlineData("trpo_all_rows", 5000, 5000 * (Gradient + (3 * Forward) + (11 * Product)))]
    [InlineData(
        "trpo_kfac", 2500, (5000 * (Gradient + (3 * Forward))) + (2500 * (Forward + Factors + (11 * Product))))]
    [InlineData("npg", 2500, (5000 * (Gradient + (3 * Forward))) + (2500 * (Forward + (11 * Product))))]
    public void A_solve_counts_its_products_and_a_search_its_trials(string name, int curvatureRows, int multiplyAdds)
    {
        FamilyVariant variant = FamilyVariant.For(5000).Single(variant => variant.Name == name);
        UpdateReport report = new(
            UpdateOutcome.Accepted, new(default, Iterations: 11, 1, 1, 1, 1), default, default, 1, Backtracks: 2, 1);

        Assert.Equal(curvatureRows, variant.CurvatureRowsOf(5000));
        Assert.Equal(2.0 * multiplyAdds, variant.Flops(Shape, 5000, report));
        Assert.Equal(1, variant.StepsOf(5000, report));
    }

    [Theory]
    [InlineData("ppo", 10 * 79)]
    [InlineData("ppo_full_batch", 10)]
    [InlineData("vpg", 1)]
    public void Minibatches_are_steps(string name, int steps)
    {
        FamilyVariant variant = FamilyVariant.For(5000).Single(variant => variant.Name == name);
        UpdateReport report = new(UpdateOutcome.Accepted, null, default, default, 1, 0, 1, Passes: 10);
        Assert.Equal(steps, variant.StepsOf(5000, report));
    }

    [Fact]
    public void The_unit_takes_a_turn_before_every_turn()
    {
        List<string> turns = [];
        TimedOperation Operation(string name) => new(name, 1, 0, () => turns.Add(name));
        new PairedTimer(backend, rounds: 2, TimeSpan.Zero).Measure(
            Operation("unit"), [Operation("a"), Operation("b")], round => turns.Add($"round {round}"));

        Assert.Equal(
            ["unit", "a", "b", "round 1", "unit", "a", "unit", "b", "round 2", "unit", "a", "unit", "b"], turns);
    }

    // A program that takes every other slice of 10 ms doubles the time of both: of most quick runs nothing, of a few
    // all of it.
    [Fact]
    public void A_multiple_is_the_same_where_another_program_takes_its_share()
    {
        SteppedTime time = new();
        int runs = 0;
        TimedOperation unit = new("unit", 1, 0, () =>
            time.Advance(TimeSpan.FromMilliseconds(++runs % 10 == 0 ? 11 : 1)));
        TimedOperation slow = new("slow", 1, 0, () => time.Advance(TimeSpan.FromMilliseconds(60)));

        PairedTiming timing = Assert.Single(
            new PairedTimer(backend, rounds: 3, TimeSpan.FromMilliseconds(200), time).Measure(unit, [slow], _ => { }));

        Assert.Equal(30, timing.Multiple, 1e-9);
        Assert.Equal(0.06, timing.MedianSeconds, 1e-12);
        Assert.Equal(0.002, timing.UnitMedianSeconds, 1e-12);
        Assert.Equal([slow, unit], [timing.Operation, timing.Unit]);
    }
}
