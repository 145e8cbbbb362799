using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>What is timed, and by which count of operations its rate is computed.</summary>
public sealed class TimedOperationTests : IDisposable
{
    // Weights: 3*4 in the first layer, 4*5 + 5*2 in the others; of the value function 4*5 + 5*1.
    private static readonly NetworkShape Shape =
        new(MlpShape.Parse("3-4-5-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));

    private readonly ReferenceBackend backend = new();

    public void Dispose() => backend.Dispose();

    public static TheoryData<string> Names => [.. NetworkOperations.Names.ToArray()];

    [Theory]
    [InlineData("forward", 2 * (12 + 30))]
    [InlineData("gradient", 2 * ((2 * 12) + (3 * 30)))]
    [InlineData("fvp", 2 * ((2 * 12) + (4 * 30)))]
    [InlineData("cg", 10 * 2 * ((2 * 12) + (4 * 30)))]
    [InlineData("update", 2 * ((2 * 12) + (3 * 30) + (10 * ((2 * 12) + (4 * 30))) + (2 * (12 + 30))))]
    [InlineData(
        "critic", 2 * ((3 * (12 + 25)) + (3 * ((2 * 12) + (3 * 25) + (10 * ((2 * 12) + (4 * 25)))))))]
    public void Operations_are_counted_by_hand(string name, int flopsOfOneRow) =>
        Assert.Equal(7.0 * flopsOfOneRow, NetworkOperations.Flops(name, Shape, 7));

    // P = 12 + 4 + 20 + 5 + 10 + 2 + 2.
    [Fact]
    public void A_step_of_a_solve_costs_the_same_for_any_batch()
    {
        Assert.Equal(16.0 * 55, NetworkOperations.Flops("cg_step", Shape, 7));
        Assert.Equal(16.0 * 55, NetworkOperations.Flops("cg_step", Shape, 1000));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operation_runs_again_and_again_in_the_company_of_the_others(string name)
    {
        using NetworkOperations operations = new(backend, Shape, 7);
        TimedOperation operation = operations.Create(name);
        TimedOperation[] others = [.. NetworkOperations.Names.ToArray().Select(operations.Create)];
        foreach (var other in others)
        {
            other.Run();
            operation.Run();
        }

        Assert.Equal(name, operation.Name);
        Assert.Equal(7, operation.Rows);
    }

    [Fact]
    public void An_unknown_operation_is_refused()
    {
        using NetworkOperations operations = new(backend, Shape, 7);
        Assert.Throws<ArgumentException>(() => operations.Create("fpv"));
    }

    [Fact]
    public void A_rollout_counts_an_action_and_a_value_a_step()
    {
        EnvironmentSpec pendulum = BuiltInEnvironments.Find("pendulum");
        using RolloutOperation rollout = new(backend, pendulum, count: 3, steps: 5);
        rollout.Operation.Run();

        Assert.Equal(15, rollout.Operation.Rows);
        Assert.Equal(15.0 * 2 * 2 * ((3 * 64) + (64 * 64) + (64 * 1)), rollout.Operation.Flops);
        Assert.Equal("3-64-64-1", string.Join('-', RolloutOperation.Policy(pendulum).Mlp.Widths.ToArray()));
    }

    [Fact]
    public void Operations_take_turns()
    {
        List<string> turns = [];
        TimedOperation[] operations =
        [
            new("a", 1, 0, () => turns.Add("a")),
            new("b", 1, 2e9, () => turns.Add("b")),
        ];

        OperationTiming[] timings = new InterleavedTimer(backend, rounds: 3, TimeSpan.Zero).Measure(operations);

        Assert.Equal(["a", "b", "a", "b", "a", "b", "a", "b"], turns);
        Assert.Equal(operations, timings.Select(timing => timing.Operation));
        foreach (var timing in timings)
        {
            Assert.True(timing.MinSeconds <= timing.MedianSeconds);
            Assert.Equal(timing.Operation.Flops / timing.MedianSeconds * 1e-9, timing.Gigaflops);
            Assert.Null(timing.PeakGigaflops);
            Assert.Null(timing.PeakShare);
        }
    }
}
