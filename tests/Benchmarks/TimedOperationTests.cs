using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
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
    [InlineData("update", 2 * ((2 * 12) + (3 * 30) + (10 * ((2 * 12) + (4 * 30))) + 12 + 30))]
    [InlineData("ppo", 10 * 2 * ((2 * 12) + (3 * 30)))]
    [InlineData(
        "critic", 2 * 3 * (12 + 25 + (2 * 12) + (3 * 25) + (10 * ((2 * 12) + (4 * 25)))))]
    public void Operations_are_counted_by_hand(string name, int flopsOfOneRow) =>
        Assert.Equal(7.0 * flopsOfOneRow, NetworkOperations.Flops(name, Shape, 7));

    // Of 21 rows the first, the eleventh and the last.
    [Fact]
    public void A_sparse_Fisher_matrix_has_the_products_of_its_rows()
    {
        double products = 3 * 2 * (12 + 30 + (10 * ((2 * 12) + (4 * 30))));
        double rest = 21 * 2 * ((2 * 12) + (3 * 30) + 12 + 30);
        Assert.Equal(products + rest, NetworkOperations.Flops("update_tenth", Shape, 21));
    }

    [Fact]
    public void A_single_row_costs_the_same_for_any_batch()
    {
        using NetworkOperations operations = new(backend, Shape, 7);
        TimedOperation operation = operations.Create("forward_row");
        Assert.Equal(1, operation.Rows);
        Assert.Equal(2.0 * (12 + 30), operation.Flops);
        Assert.Equal(4.0 * (3 + 4), operation.BytesMoved);
    }

    // Inputs of the layers 3 + 4 + 5, distribution 4, actions 2, advantage and log-probability.
    [Theory]
    [InlineData("ppo", 7 * 10 * 4 * (12 + 4 + 4))]
    [InlineData("update_tenth", (7 * 4 * (12 + 4 + 4)) + (10 * 4 * (12 + 4)) + (7 * 4 * (3 + 4 + 4)))]
    public void Bytes_are_counted_by_hand(string name, double expected) =>
        Assert.Equal(expected, NetworkOperations.BytesMoved(name, Shape, 7));

    [Fact]
    public void Bytes_are_known_of_all_but_vectors() =>
        Assert.Equal(
            ["cg_step"],
            NetworkOperations.Names.ToArray().Where(name => NetworkOperations.BytesMoved(name, Shape, 7) is null));

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
        Assert.Equal(name == "forward_row" ? 1 : 7, operation.Rows);
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

    [Fact]
    public void What_a_run_allocates_is_counted()
    {
        byte[]? kept = null;
        TimedOperation[] operations =
        [
            new("none", 1, 0, () => { }),
            new("some", 1, 0, () => kept = new byte[1000]),
        ];

        // Other tests allocate too, but not in every one of so many moments.
        OperationTiming[] timings = new InterleavedTimer(backend, rounds: 100, TimeSpan.Zero).Measure(operations);

        Assert.Equal(1000, kept!.Length);
        Assert.InRange(timings[0].AllocatedBytes, 0, 100);
        Assert.InRange(timings[1].AllocatedBytes, 1000, 1100);
    }

    // A group takes 40 microseconds at least, a turn a whole number of groups.
    [Fact]
    public void Quick_operations_are_timed_in_groups_and_told_by_the_run()
    {
        int runs = 0;
        SteppedTime time = new();
        TimedOperation quick = new("quick", 1, 0, () =>
        {
            runs++;
            time.Advance(TimeSpan.FromMicroseconds(3));
        });
        OperationClock clock = new(backend, quick, TimeSpan.FromMilliseconds(1), time);
        clock.WarmUp();
        runs = 0;

        double seconds = clock.TakeTurn();

        Assert.Equal(24 * 14, runs);
        Assert.Equal(3e-6, seconds, 1e-15);
    }

    [Fact]
    public void A_median_is_the_middle_or_between_the_two_of_it()
    {
        Assert.Equal(2, OperationClock.Median([3, 1, 2]));
        Assert.Equal(2.5, OperationClock.Median([4, 1, 3, 2]));
    }

    // From above, or training would be killed where a benchmark was promised; not by far, or nothing would be timed.
    [Theory]
    [InlineData("17-64-64-6", 50_000)]
    [InlineData("376-256-256-17", 20_000)]
    public void Memory_is_known_before_it_is_taken(string widths, int rows)
    {
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Tanh);
        NetworkShape shape = new(mlp, HeadShape.DiagonalGaussian(mlp.Outputs));
        using CpuBackend cpu = new(1);
        using CpuWorkspace workspace = (CpuWorkspace)cpu.CreateWorkspace(shape, rows);
        workspace.AllocateEveryNthTiles(rowStride: 2);

        Assert.InRange(HostMemory.OfOperation(shape, rows), workspace.Bytes * 0.95, workspace.Bytes * 1.5);
        Assert.InRange(HostMemory.Available(), 1, long.MaxValue);
    }
}
