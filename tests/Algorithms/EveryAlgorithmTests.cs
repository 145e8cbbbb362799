using System;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>What holds of every update, whatever its algorithm.</summary>
public sealed class EveryAlgorithmTests
{
    private const int Rows = 301;

    private static readonly NetworkShape Shape =
        PolicyScene.Network("4-9-7-2", ActivationKind.Tanh, HeadShape.DiagonalGaussian(2));

    /// <summary>All algorithms, and variants of them by settings.</summary>
    public static TheoryData<PolicyAlgorithm, string> Variants
    {
        get
        {
            TheoryData<PolicyAlgorithm, string> variants = [];
            foreach (PolicyAlgorithm algorithm in Enum.GetValues<PolicyAlgorithm>())
            {
                variants.Add(algorithm, "");
            }

            variants.Add(PolicyAlgorithm.Trpo, "cg_warm_start=true adaptive_damping=true");
            variants.Add(PolicyAlgorithm.Trpo, "cg_preconditioner=kfac cg_warm_start=true");
            variants.Add(PolicyAlgorithm.Trpo, "cg_preconditioner=diagonal sub_sampling_factor=2");
            variants.Add(PolicyAlgorithm.Trpo, "fisher=empirical");
            variants.Add(PolicyAlgorithm.Npg, "direction_solver=dense");
            variants.Add(PolicyAlgorithm.Acktr, "kfac_decay=0 sub_sampling_factor=2");
            variants.Add(PolicyAlgorithm.Vpg, "l2_delta=0.001");
            variants.Add(PolicyAlgorithm.Ppo, "kl_stop=0.001 ent_coef=0.01");
            variants.Add(PolicyAlgorithm.KlPenalty, "kl_coef_adaptive=false");
            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_step_lowers_the_loss_and_names_its_outcome(PolicyAlgorithm algorithm, string settings)
    {
        using CpuBackend backend = new(2);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        using PolicyUpdate update = Create(backend, algorithm, settings);

        UpdateReport report = update.Apply(scene.Parameters, scene.Batch);

        Assert.Equal(UpdateOutcome.Accepted, report.Outcome);
        Assert.StartsWith("Accepted", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, report.Start.MeanKlOldToNew);
        Assert.True(report.ActualImprovement > 0, $"{report}");
        Assert.True(report.ExpectedImprovement > 0, $"{report}");
        Assert.InRange(report.End.MeanKlOldToNew, double.Epsilon, 1);
        Assert.InRange(report.StepFraction, double.Epsilon, 1);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Without_advantages_nothing_changes(PolicyAlgorithm algorithm, string settings) =>
        AssertUnchanged(algorithm, settings, advantages => Array.Clear(advantages), UpdateOutcome.ZeroGradient);

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_NaN_changes_nothing(PolicyAlgorithm algorithm, string settings) => AssertUnchanged(
        algorithm, settings, advantages => advantages[5] = float.NaN, UpdateOutcome.NonFiniteGradient);

    [Theory]
    [MemberData(nameof(Variants))]
    public void Bits_do_not_depend_on_threads(PolicyAlgorithm algorithm, string settings)
    {
        string? expected = null;
        foreach ((LaneWidth width, int threads) in ((LaneWidth, int)[])
            [(LaneWidths.Widest, 1), (LaneWidths.Widest, 2), (LaneWidths.Widest, 5), (LaneWidth.One, 2)])
        {
            using CpuBackend backend = new(threads, width);
            using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
            using PolicyUpdate update = Create(backend, algorithm, settings);
            string actual = "";
            for (int k = 0; k < 3; k++)
            {
                actual = $"{update.Apply(scene.Parameters, scene.Batch)} {Bits.Hash(scene.Parameters)}";
            }

            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Goes_on_from_its_state_with_the_same_bits(PolicyAlgorithm algorithm, string settings)
    {
        using CpuBackend backend = new(2);
        using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
        using PolicyUpdate first = Create(backend, algorithm, settings);
        first.Apply(scene.Parameters, scene.Batch);
        first.Apply(scene.Parameters, scene.Batch);
        double[] state = new double[first.StateLength];
        first.ReadState(state);
        Assert.All(state, number => Assert.True(double.IsFinite(number)));
        using ComputeBuffer parameters = backend.Allocate(scene.Parameters.ReadArray());
        UpdateReport expected = first.Apply(scene.Parameters, scene.Batch);

        using PolicyUpdate second = Create(backend, algorithm, settings);
        Assert.Null(second.FaultOf(state));
        second.WriteState(state);
        Assert.Equal(expected, second.Apply(parameters, scene.Batch));
        Assert.Equal(Bits.Of(scene.Parameters), Bits.Of(parameters));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_CPU_engine_decides_as_the_reference_does(PolicyAlgorithm algorithm, string settings)
    {
        UpdateReport expected = ReportOn("reference");
        UpdateReport actual = ReportOn("cpu");
        Assert.Equal(expected.Outcome, actual.Outcome);
        Assert.Equal(expected.Passes, actual.Passes);
        Assert.Equal(expected.Backtracks, actual.Backtracks);

        // Ten passes of Adam carry rounding on from step to step; one step carries that of a gradient.
        Tolerance.AssertRelative(
            expected.End.MeanKlOldToNew, actual.End.MeanKlOldToNew, expected.Passes > 0 ? 0.02 : 2e-3, "KL");
        Tolerance.AssertRelative(
            expected.ExpectedImprovement, actual.ExpectedImprovement, expected.Passes > 0 ? 0.01 : 1e-3, "prediction");

        UpdateReport ReportOn(string name)
        {
            using ComputeBackend backend = BackendFactory.Create(name, threads: 1);
            using PolicyScene scene = PolicyScene.Random(backend, Shape, Rows);
            using PolicyUpdate update = Create(backend, algorithm, settings);
            return update.Apply(scene.Parameters, scene.Batch);
        }
    }

    // The device's kernels on the host, in the order of a device: sums of the batch are formed otherwise.
    [StandInTheory]
    [MemberData(nameof(Variants))]
    public void The_GPU_engine_decides_as_the_CPU_engine_does(PolicyAlgorithm algorithm, string settings)
    {
        const int FewRows = 70;
        using CpuBackend cpu = new(1);
        using GpuBackend gpu = SimulatedDevice.CreateBackend();
        using PolicyScene onCpu = PolicyScene.Random(cpu, Shape, FewRows);
        using PolicyScene onGpu = PolicyScene.Random(gpu, Shape, FewRows);
        using PolicyUpdate expected = Create(cpu, algorithm, settings);
        using PolicyUpdate actual = Create(gpu, algorithm, settings);
        for (int k = 0; k < 2; k++)
        {
            UpdateReport host = expected.Apply(onCpu.Parameters, onCpu.Batch);
            UpdateReport device = actual.Apply(onGpu.Parameters, onGpu.Batch);
            Assert.Equal(host.Outcome, device.Outcome);
            Assert.Equal(host.Passes, device.Passes);
            Assert.Equal(host.Backtracks, device.Backtracks);
            Tolerance.AssertRelative(
                host.ExpectedImprovement, device.ExpectedImprovement, host.Passes > 0 ? 0.01 : 1e-3, "prediction");
        }
    }

    private static void AssertUnchanged(
        PolicyAlgorithm algorithm, string settings, Action<float[]> spoil, UpdateOutcome expected)
    {
        using CpuBackend backend = new(1);
        SampleProblem problem = SampleProblem.Create(Shape, Rows, seed: 1);
        spoil(problem.Advantages);
        using PolicyScene scene = new(
            backend, Shape, problem.Parameters, problem.Observations, problem.Advantages);
        using PolicyUpdate update = Create(backend, algorithm, settings);
        int[] before = Bits.Of(scene.Parameters);

        UpdateReport report = update.Apply(scene.Parameters, scene.Batch);

        Assert.Equal(expected, report.Outcome);
        Assert.Equal(0, report.StepFraction);
        Assert.Equal(before, Bits.Of(scene.Parameters));
        double[] state = new double[update.StateLength];
        update.ReadState(state);
        Assert.All(state, number => Assert.True(double.IsFinite(number)));
    }

    private static PolicyUpdate Create(ComputeBackend backend, PolicyAlgorithm algorithm, string settings)
    {
        TrpoOptions options = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(
            new TrpoOptions { Algorithm = algorithm, PolicyLearningRate = 1e-3 },
            (options, setting) => OptionTable.Find(setting.Split('=')[0]).With(options, setting.Split('=')[1]));
        return TrpoTrainer.CreateUpdate(backend, Shape, Rows, options, seed: 4);
    }
}
