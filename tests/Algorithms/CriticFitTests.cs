using System;
using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Models;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>Both fits of a value function: they fit, they refuse what is not a number, and Adam's
/// state is complete.</summary>
public sealed class CriticFitTests : IDisposable
{
    private static readonly NetworkShape Value =
        PolicyScene.Network("2-32-32-1", ActivationKind.Tanh, HeadShape.UnitGaussian(1));

    private readonly CpuBackend backend = new(2);

    private static int Rows => Vector128.IsHardwareAccelerated ? 512 : 80;

    public static TheoryData<CriticMethod> Methods => [CriticMethod.Adam, CriticMethod.GaussNewton];

    public void Dispose() => backend.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Fits_a_smooth_function_to_a_fiftieth_of_its_variance(CriticMethod method)
    {
        SampleBatch batch = SmoothFunction(out double variance);
        using ComputeBuffer parameters = NewParameters();
        using CriticFit critic = Create(method);
        double error = critic.Fit(parameters, batch).MeanSquaredErrorBefore;
        Assert.True(error > 0.5 * variance);
        int fits = 1;
        for (; fits < 40 && error > variance / 50; fits++)
        {
            CriticReport report = critic.Fit(parameters, batch);
            Assert.Equal(CriticOutcome.Fitted, report.Outcome);
            error = report.MeanSquaredErrorAfter;
        }

        Assert.True(error <= variance / 50, $"after {fits} fits the error is {error}, the variance {variance}");
    }

    [Fact]
    public void The_errors_reported_are_those_of_the_values()
    {
        SampleBatch batch = SmoothFunction(out _);
        using ComputeBuffer parameters = NewParameters();
        using CriticFit critic = Create(CriticMethod.GaussNewton);
        double before = DirectError(parameters, batch);
        CriticReport report = critic.Fit(parameters, batch);

        // The values are floats of order one, the rest is double.
        Assert.Equal(before, report.MeanSquaredErrorBefore, 1e-6);
        Assert.Equal(DirectError(parameters, batch), report.MeanSquaredErrorAfter, 1e-6);
        Assert.True(report.MeanSquaredErrorAfter < report.MeanSquaredErrorBefore);
    }

    [Fact]
    public void A_Gauss_Newton_fit_never_raises_the_error_and_stays_in_its_region()
    {
        const double MaxRelativeChange = 0.01;
        SampleBatch batch = SmoothFunction(out _);
        using ComputeBuffer parameters = NewParameters();
        using GaussNewtonCriticFit critic = new(
            backend, Value, Rows, new GaussNewtonCriticOptions(1, 10, 0.1f, MaxRelativeChange));
        for (int fit = 0; fit < 5; fit++)
        {
            float[] valuesBefore = Values(parameters, batch);
            CriticReport report = critic.Fit(parameters, batch);
            float[] valuesAfter = Values(parameters, batch);
            double change = 0;
            for (int b = 0; b < Rows; b++)
            {
                change += Math.Pow(valuesAfter[b] - valuesBefore[b], 2) / Rows;
            }

            Assert.True(report.MeanSquaredErrorAfter < report.MeanSquaredErrorBefore);

            // The region is a linear model's; a change of a tenth of the error's root bends it by less than that again.
            Assert.True(change <= 2 * MaxRelativeChange * report.MeanSquaredErrorBefore * 1.2);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_target_that_is_not_a_number_changes_nothing(CriticMethod method)
    {
        SampleBatch batch = SmoothFunction(out _);
        float[] targets = batch.Actions.ReadArray();
        targets[Rows / 2] = float.NaN;
        using ComputeBuffer invalid = backend.Allocate(targets);
        using ComputeBuffer parameters = NewParameters();
        using CriticFit critic = Create(method);
        critic.Fit(parameters, batch);
        int[] before = Bits.Of(parameters);
        double[] state = State(critic);

        Assert.Equal(CriticOutcome.NonFinite, critic.Fit(parameters, batch with { Actions = invalid }).Outcome);
        Assert.Equal(before, Bits.Of(parameters));
        Assert.Equal(state, State(critic));
        Assert.Equal(CriticOutcome.Fitted, critic.Fit(parameters, batch).Outcome);
    }

    [Theory]
    [InlineData(1e10f, CriticOutcome.Fitted)]
    [InlineData(1e17f, CriticOutcome.NonFinite)]
    [InlineData(1e30f, CriticOutcome.NonFinite)]
    public void Gradients_whose_squares_overflow_leave_Adam_as_new(float scale, CriticOutcome expected)
    {
        // A linear function of observations of order 1000: at 1e17 the errors' squares are floats, those of the
        // gradient are not.
        SampleBatch batch = SmoothFunction(out _);
        using ComputeBuffer observations = Scaled(batch.Observations, 1000);
        using ComputeBuffer huge = Scaled(batch.Actions, scale);
        NetworkShape linear = PolicyScene.Network("2-1", ActivationKind.Tanh, HeadShape.UnitGaussian(1));
        using ComputeBuffer parameters = backend.Allocate([0.1f, 0.2f, 0.3f]);
        using AdamCriticFit critic = new(
            backend, linear, Rows, new AdamCriticOptions(1, 64, new AdamOptions(1e-2f)), seed: 1);
        int[] before = Bits.Of(parameters);

        CriticReport report = critic.Fit(parameters, new SampleBatch(Rows, observations, huge));

        Assert.Equal(expected, report.Outcome);
        Assert.Equal(scale < 1e20f, double.IsFinite(report.MeanSquaredErrorBefore));
        Assert.Equal(expected == CriticOutcome.NonFinite, Array.TrueForAll(State(critic)[..^1], x => x == 0));
        if (expected == CriticOutcome.NonFinite)
        {
            Assert.Equal(before, Bits.Of(parameters));
            Assert.Equal(CriticOutcome.Fitted, critic.Fit(parameters, batch).Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Degenerate_batches_are_fitted(CriticMethod method)
    {
        NormalNumbers random = new(3);
        foreach ((float[] observations, float[] targets) in ((float[], float[])[])
            [
                (random.Array(2), random.Array(1)),
                (new float[2 * Rows], new float[Rows]),
                (random.Array(2 * Rows), new float[Rows]),
                (new float[2 * Rows], random.Array(Rows)),
            ])
        {
            SampleBatch batch = new(targets.Length, backend.Allocate(observations), backend.Allocate(targets));
            using ComputeBuffer parameters = NewParameters();
            using CriticFit critic = Create(method);
            for (int fit = 0; fit < 3; fit++)
            {
                CriticReport report = critic.Fit(parameters, batch);
                Assert.Equal(CriticOutcome.Fitted, report.Outcome);
                Assert.True(double.IsFinite(report.MeanSquaredErrorAfter));
            }

            Assert.All(parameters.ReadArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_restored_fit_goes_on_bit_for_bit(CriticMethod method)
    {
        SampleBatch batch = SmoothFunction(out _);
        using ComputeBuffer parameters = NewParameters();
        using CriticFit critic = Create(method);
        critic.Fit(parameters, batch);
        critic.Fit(parameters, batch);
        using ComputeBuffer copy = backend.Allocate(parameters.ReadArray());
        using CriticFit restored = Create(method);
        restored.WriteState(State(critic));

        Assert.Equal(State(critic), State(restored));
        Assert.Equal(critic.Fit(parameters, batch), restored.Fit(copy, batch));
        Assert.Equal(Bits.Of(parameters), Bits.Of(copy));
        Assert.Equal(State(critic), State(restored));
    }

    [Fact]
    public void A_policy_is_no_value_function()
    {
        NetworkShape policy = PolicyScene.Network("2-3", ActivationKind.Tanh, HeadShape.Categorical(3));
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => new GaussNewtonCriticFit(backend, policy, 1, new GaussNewtonCriticOptions(1, 1, 0, 1)));
        Assert.Contains("Categorical", refusal.Message, StringComparison.Ordinal);
    }

    private static double[] State(CriticFit critic)
    {
        double[] state = new double[critic.StateLength];
        critic.ReadState(state);
        return state;
    }

    private CriticFit Create(CriticMethod method) => method == CriticMethod.GaussNewton
        ? new GaussNewtonCriticFit(backend, Value, Rows, new GaussNewtonCriticOptions(2, 15, 0.01f, 0.5))
        : new AdamCriticFit(backend, Value, Rows, new AdamCriticOptions(5, 64, new AdamOptions(1e-2f)), seed: 1);

    private ComputeBuffer NewParameters() => backend.Allocate(NetworkInitialization.Value.Create(Value, seed: 5));

    private SampleBatch SmoothFunction(out double variance)
    {
        NormalNumbers random = new(11);
        float[] observations = random.Array(2 * Rows);
        float[] targets = new float[Rows];
        for (int b = 0; b < Rows; b++)
        {
            targets[b] = (float)(Math.Sin(2 * observations[2 * b]) + (0.5 * observations[(2 * b) + 1]) + 3);
        }

        using ComputeBuffer buffer = backend.Allocate(targets);
        variance = backend.ReadMeanAndVariance(buffer, Rows).Variance;
        return new SampleBatch(Rows, backend.Allocate(observations), backend.Allocate(targets));
    }

    private ComputeBuffer Scaled(ComputeBuffer values, float scale) =>
        backend.Allocate(Array.ConvertAll(values.ReadArray(), value => scale * value));

    private float[] Values(ComputeBuffer parameters, in SampleBatch batch)
    {
        using NetworkWorkspace workspace = backend.CreateWorkspace(Value, Rows);
        using ComputeBuffer values = backend.Allocate(Rows);
        backend.Forward(workspace, parameters, batch.Observations, Rows, values);
        return values.ReadArray();
    }

    private double DirectError(ComputeBuffer parameters, in SampleBatch batch)
    {
        float[] values = Values(parameters, batch);
        float[] targets = batch.Actions.ReadArray();
        double sum = 0;
        for (int b = 0; b < Rows; b++)
        {
            sum += Math.Pow((double)values[b] - targets[b], 2);
        }

        return sum / Rows;
    }
}
