using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarking;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>Which device gets the work, with candidates and clocks that are made up.</summary>
public sealed class DeviceChoiceTests
{
    private static readonly TrpoOptions Small = new()
    {
        Environments = 4,
        Steps = 10,
        Hidden = [5],
        MaxIterations = 2,
        CriticSteps = 1,
        CriticMaxIterations = 2,
    };

    private static readonly DeviceWork Work = DeviceWork.Training("CartPole-v1", Small, seed: 3);

    private readonly FakeDevices fakes = new();

    [Fact]
    public void The_fastest_is_taken_and_the_line_says_why()
    {
        ChosenDevice chosen = fakes.Choose(Work, ("cuda:0", 3.14159), ("opencl:0", 12.345), ("cpu", 1234.1));
        Assert.Equal("cuda:0", fakes.NameOf(chosen.Backend));
        Assert.Equal("cuda:0: Model of cuda:0, 3.14 ms an iteration; opencl:0 12.3 ms; cpu 1234 ms", chosen.Reason);
        Assert.Equal(["opencl:0", "cpu"], fakes.Disposed);
        chosen.Backend.Dispose();
    }

    [Fact]
    public void The_processor_wins_where_it_is_faster()
    {
        ChosenDevice chosen = fakes.Choose(Work, ("cuda:0", 0.5), ("cpu", 0.04567));
        Assert.Equal("cpu: Model of cpu, 0.046 ms an iteration; cuda:0 0.500 ms", chosen.Reason);
        Assert.Equal(["cuda:0"], fakes.Disposed);
        chosen.Backend.Dispose();
    }

    [Fact]
    public void What_is_measured_of_a_part_is_said_to_be_about_so_much()
    {
        DeviceWork work = new("an iteration", backend => new PreparedWork(() => { })
        {
            Share = fakes.NameOf(backend) == "cpu" ? 0.25 : 1,
        });
        ChosenDevice chosen = fakes.Choose(work, ("cuda:0", 3.5), ("cpu", 2));
        Assert.Equal("cuda:0: Model of cuda:0, 3.50 ms an iteration; cpu about 8.00 ms", chosen.Reason);
        chosen.Backend.Dispose();
    }

    [Fact]
    public void A_single_candidate_is_taken_without_measuring()
    {
        ChosenDevice chosen = fakes.Choose(
            new DeviceWork("an iteration", _ => throw new InvalidOperationException("measured")), ("cpu", 1));
        Assert.Null(chosen.Reason);
        Assert.Equal("cpu", fakes.NameOf(chosen.Backend));
        chosen.Backend.Dispose();
    }

    [Fact]
    public void What_fails_is_passed_over_and_named()
    {
        DeviceWork work = new("a run", backend => fakes.NameOf(backend) == "cuda:0"
            ? throw new OutOfDeviceMemoryException("cuda:0", "the batch", 2, 1, null)
            : new PreparedWork(() => { }));
        ChosenDevice chosen = fakes.Choose(work, ("cuda:0", 1), ("cpu", 5));
        Assert.StartsWith("cpu: Model of cpu, 5.00 ms a run; cuda:0 failed (cuda:0: out of memory", chosen.Reason);
        Assert.Equal(["cuda:0"], fakes.Disposed);
        chosen.Backend.Dispose();
    }

    [Fact]
    public void If_all_fail_the_last_failure_is_said_and_nothing_stays_open()
    {
        DeviceWork work = new("a run", _ => throw new ArgumentException("too large"));
        Assert.Equal("too large", Assert.Throws<ArgumentException>(
            () => fakes.Choose(work, ("cuda:0", 1), ("cpu", 5))).Message);
        Assert.Equal(["cuda:0", "cpu"], fakes.Disposed);
    }

    [Fact]
    public void Measuring_leaves_no_trace_in_the_run()
    {
        using CpuBackend explicitly = new(1);
        using ComputeBackend chosen = fakes.Choose(Work, ("cuda:0", 2), ("cpu", 1)).Backend;
        Assert.Equal("cpu", fakes.NameOf(chosen));
        Assert.Equal(Parameters(explicitly), Parameters(chosen));

        static float[] Parameters(ComputeBackend backend)
        {
            using TrpoTrainer trainer = new(backend, "CartPole-v1", Small, seed: 3);
            trainer.Iterate();
            trainer.Iterate();
            return [.. trainer.Policy.Parameters.ReadArray(), .. trainer.Value.Parameters.ReadArray()];
        }
    }

    [Theory]
    [InlineData(4, 10, 1)]
    [InlineData(2, 1 << 20, 32)]
    [InlineData(1 << 18, 2, 8)]
    public void Of_a_batch_that_nobody_would_wait_for_the_host_does_a_part(int environments, int steps, double parts)
    {
        TrpoOptions large = Small with { Environments = environments, Steps = steps };
        DeviceWork work = DeviceWork.Training("CartPole-v1", large, seed: 3);
        using CpuBackend backend = new(1);
        using PreparedWork prepared = work.Prepare(backend);
        Assert.Equal(1 / parts, prepared.Share);
    }

    [Fact]
    public void Candidates_are_usable_GPUs_of_different_models_and_the_processor_last()
    {
        BackendDevice[] devices =
        [
            new("cpu", "cpu", "host", 1, null),
            new("cuda:0", "cuda", "A", 1, null),
            new("cuda:1", "cuda", "A", 1, null),
            new("cuda:2", "cuda", "B", 1, "too old"),
            new("opencl:0", "opencl", "A", 1, null),
            new("opencl:1", "opencl", "C", 1, null),
            new("reference", "reference", "slow", 1, null),
            new("simt", "simt", "stand-in", 1, null),
        ];
        Assert.Equal(
            ["cuda:0", "opencl:1", "cpu"],
            DeviceCandidate.Among(devices, null, null).Select(candidate => candidate.Name));
    }

    [Fact]
    public void The_clock_lets_a_backend_warm_up_and_takes_the_fastest_of_the_rest()
    {
        using ReferenceBackend backend = new();
        int runs = 0;
        TimeSpan time = DeviceChoice.Time(
            backend, () => System.Threading.Thread.Sleep(runs++ == 0 ? 300 : 1));
        Assert.InRange(runs, 3, 6);
        Assert.InRange(time.TotalMilliseconds, 0.5, 250);
    }

    [Fact]
    public void Where_the_processor_is_all_there_is_training_begins_at_once()
    {
        if (!BackendFactory.Devices().Any(device => device.Kind is "cuda" or "opencl" && device.IsUsable))
        {
            ChosenDevice chosen = DeviceChoice.ForTraining("CartPole-v1", threads: 1);
            Assert.Null(chosen.Reason);
            Assert.Equal(1, Assert.IsType<CpuBackend>(chosen.Backend).Threads);
            chosen.Backend.Dispose();
        }
    }
}
