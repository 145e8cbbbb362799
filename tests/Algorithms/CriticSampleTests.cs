using System;
using System.Linq;
using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Models;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>Gauss-Newton steps that each see a part of a batch, with curvature from a part of that.</summary>
public sealed class CriticSampleTests
{
    private const int MaxRows = 150;

    private static readonly NetworkShape Value =
        PolicyScene.Network("3-9-7-1", ActivationKind.Tanh, HeadShape.UnitGaussian(1));

    private static readonly GaussNewtonCriticOptions Options = new(
        Steps: 2, MaxIterations: 4, Damping: 0.1f, MaxRelativeChange: 0.5, MaxRows, RowStride: 3);

    private static int Rows => Vector128.IsHardwareAccelerated ? 701 : 301;

    [Fact]
    public void Each_step_is_the_fit_of_the_rows_that_are_drawn_for_it()
    {
        using CpuBackend backend = new(2);
        (float[] observations, float[] targets) = Samples();
        RowOrder order = RowOrder.Shuffled(Rows, seed: 0, epoch: 0);
        int[] drawn = [.. Enumerable.Range(0, 2 * MaxRows).Select(place => order[place])];
        Assert.Equal(2 * MaxRows, drawn.Distinct().Count());
        GaussNewtonCriticOptions oneStep = Options with { Steps = 1, MaxRows = int.MaxValue };
        float[] byHand = NetworkInitialization.Value.Create(Value, seed: 5);
        CriticReport[] reports = new CriticReport[2];
        for (int step = 0; step < 2; step++)
        {
            int[] part = drawn[(step * MaxRows)..((step + 1) * MaxRows)];
            float[] partObservations = [.. part.SelectMany(row => observations[(3 * row)..(3 * (row + 1))])];
            float[] partTargets = [.. part.Select(row => targets[row])];
            (reports[step], byHand) = Fit(backend, partObservations, partTargets, oneStep, byHand);
        }

        (CriticReport report, float[] parameters) = Fit(backend, observations, targets, Options);

        Assert.Equal(reports[0].MeanSquaredErrorBefore, report.MeanSquaredErrorBefore);
        Assert.Equal(reports[1].MeanSquaredErrorAfter, report.MeanSquaredErrorAfter);
        Assert.Equal(byHand, parameters);
    }

    [Fact]
    public void The_engine_agrees_with_the_reference()
    {
        (float[] observations, float[] targets) = Samples();
        using ReferenceBackend reference = new();
        using CpuBackend engine = new(2);
        (CriticReport expected, float[] expectedParameters) = Fit(reference, observations, targets, Options);
        (CriticReport actual, float[] parameters) = Fit(engine, observations, targets, Options);

        // Two solves of four iterations in float32: some hundred roundings, amplified by at most 1 / damping.
        const double Relative = 1e-4;
        Assert.Equal(CriticOutcome.Fitted, actual.Outcome);
        Tolerance.AssertRelative(
            expected.MeanSquaredErrorBefore, actual.MeanSquaredErrorBefore, Relative, "error before");
        Tolerance.AssertRelative(
            expected.MeanSquaredErrorAfter, actual.MeanSquaredErrorAfter, Relative, "error after");
        double distance = Norm(expectedParameters, parameters);
        double length = Norm(expectedParameters, NetworkInitialization.Value.Create(Value, seed: 5));
        Assert.True(distance <= Relative * length, $"{distance} from the reference, which went {length}");
    }

    [Theory]
    [InlineData(MaxRows - 1)]
    [InlineData(MaxRows)]
    public void A_batch_that_is_small_enough_is_fitted_as_it_is(int rows)
    {
        using CpuBackend backend = new(2);
        (float[] observations, float[] targets) = Samples();
        (CriticReport part, float[] parameters) = Fit(backend, observations[..(3 * rows)], targets[..rows], Options);
        (CriticReport whole, float[] expected) = Fit(
            backend, observations[..(3 * rows)], targets[..rows], Options with { MaxRows = int.MaxValue });
        Assert.Equal(whole, part);
        Assert.Equal(expected, parameters);
    }

    private static (CriticReport Report, float[] Parameters) Fit(
        ComputeBackend backend, float[] observations, float[] targets, GaussNewtonCriticOptions options,
        float[]? start = null)
    {
        using ComputeBuffer parameters =
            backend.Allocate(start ?? NetworkInitialization.Value.Create(Value, seed: 5));
        using ComputeBuffer inputs = backend.Allocate(observations);
        using ComputeBuffer returns = backend.Allocate(targets);
        using GaussNewtonCriticFit critic = new(backend, Value, targets.Length, options);
        CriticReport report = critic.Fit(parameters, new SampleBatch(targets.Length, inputs, returns));
        return (report, parameters.ReadArray());
    }

    private static (float[] Observations, float[] Targets) Samples()
    {
        NormalNumbers random = new(17);
        float[] observations = random.Array(3 * Rows);
        float[] targets =
        [
            .. Enumerable.Range(0, Rows).Select(
                b => (float)Math.Sin(observations[3 * b] + (2 * observations[(3 * b) + 2])) + 1),
        ];
        return (observations, targets);
    }

    private static double Norm(float[] left, float[] right) =>
        Math.Sqrt(left.Zip(right, (x, y) => Math.Pow((double)x - y, 2)).Sum());
}
