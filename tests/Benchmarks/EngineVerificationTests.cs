using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Benchmarks.Verification;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>What stands between a wrong engine and a table of its times: it must notice.</summary>
public sealed class EngineVerificationTests : IDisposable
{
    private static readonly NetworkShape Choices =
        new(MlpShape.Parse("3-9-8-2", ActivationKind.Tanh), HeadShape.Categorical(2));

    private static readonly NetworkShape Normal =
        new(MlpShape.Parse("5-7-3", ActivationKind.Tanh), HeadShape.DiagonalGaussian(3));

    private readonly CpuBackend engine = new(2);

    public void Dispose() => engine.Dispose();

    [Fact]
    public void The_engine_agrees()
    {
        // More than two chunks of the engine's batch, the last of one row.
        const int Rows = 257;
        foreach (var agreement in Verify(Choices, Rows).Concat(Verify(Normal, Rows)))
        {
            Assert.True(agreement.Holds, $"{agreement.Operation}: {agreement.Worst}");
        }
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(float.NaN)]
    public void Every_operation_notices_another_weight(float change)
    {
        foreach (var agreement in Verify(Choices, 65, Planted(change)).Concat(Verify(Normal, 65, Planted(change))))
        {
            Assert.False(agreement.Holds, agreement.Operation);
            Assert.True(agreement.Share > 1, agreement.Operation);
        }
    }

    [Fact]
    public void An_operation_that_disagrees_is_named_before_anything_is_timed()
    {
        EngineVerification.ThrowIfDisagreeing(engine, Choices, 65);

        var failure = Assert.Throws<InvalidOperationException>(
            () => EngineVerification.ThrowIfDisagreeing(engine, Choices, 65, Planted(0.01f)));
        Assert.StartsWith("cpu disagrees with the reference on forward of 3-9-8-2", failure.Message);
    }

    [Fact]
    public void The_command_prints_a_row_for_each_operation_and_says_which_disagree()
    {
        (NetworkShape, int)[] cases = [(Choices, 33), (Normal, 65)];
        using StringWriter agreeing = new();
        using StringWriter disagreeing = new();

        Assert.True(new VerifyCommand(agreeing).Run(engine, cases));
        Assert.False(new VerifyCommand(disagreeing).Run(engine, cases, Planted(0.01f)));

        int operations = Verify(Choices, 1).Count();
        Assert.Equal(2 * operations, Lines(agreeing).Count(line => line.Contains("| agrees ")));
        Assert.DoesNotContain("disagree", agreeing.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2 * operations, Lines(disagreeing).Count(line => line.Contains("| DISAGREES ")));
        Assert.Contains("disagreement: 5-7-3, Fisher product: ", disagreeing.ToString());
        Assert.Contains($"{2 * operations} operations disagree", disagreeing.ToString());
    }

    // A step of Adam hides an error of a gradient that is nearly zero, and shows no sign of scale: each is held to its
    // own bound, of which the step's is some ulp.
    [Fact]
    public void A_step_of_Adam_is_held_to_some_ulp()
    {
        NormalNumbers random = new(1);
        float[] x = random.Array(100);
        float[] gradient = [0f, .. random.Array(99)];
        RoundedAdam step = new(new AdamOptions(3e-4f), 1, x, gradient, new float[100], new float[100]);
        for (int k = 0; k < x.Length; k++)
        {
            Assert.InRange(
                Math.Abs(step.Parameters[k].Value - x[k]), k == 0 ? 0 : 2.9e-4, k == 0 ? 0 : 3.1e-4);
            Assert.InRange(step.Parameters[k].Allowed / Rounded.U, 0, (8 * Math.Abs(x[k])) + 0.02);
        }
    }

    [Fact]
    public void An_epoch_notices_an_error_of_the_gradient_alone_in_the_company_of_a_right_step()
    {
        // The advantages are the gradient's own: neither Fisher matrix nor forward pass knows them.
        SampleProblem problem = SampleProblem.Create(Normal, 65, seed: 1);
        using ReferenceBackend truth = new();
        using Side reference = new(truth, problem);
        using Side tested = new(engine, problem);
        Assert.True(new EpochVerification(tested, reference).Verify().Holds);

        float[] advantages = problem.Advantages;
        advantages[7] += 0.1f;
        tested.Batch.Advantages!.Write(advantages);
        Agreement agreement = new EpochVerification(tested, reference).Verify();
        Assert.False(agreement.Holds);
        Assert.StartsWith("gradient of epoch ", agreement.Worst);
    }

    [Theory]
    [InlineData(1.0, 1.5, 0.5, true)]
    [InlineData(1.0, 1.6, 0.5, false)]
    [InlineData(1.0, 1.0, 0.0, true)]
    [InlineData(1.0, 1.1, 0.0, false)]
    [InlineData(1.0, double.NaN, 0.5, false)]
    [InlineData(double.NaN, 1.0, 0.5, false)]
    [InlineData(1.0, 2.0, double.NaN, false)]
    [InlineData(1.0, double.PositiveInfinity, 0.5, false)]
    public void A_number_agrees_within_its_bound(double expected, double actual, double allowed, bool holds)
    {
        Comparison comparison = new("sum");
        comparison.Add("exact", 3, 3, 0);
        comparison.Add("number", expected, actual, allowed);
        comparison.Add("near", 3, 3.1, 1);

        Assert.Equal(holds, comparison.Result.Holds);
        Assert.Equal(3, comparison.Result.Numbers);
        if (!holds)
        {
            Assert.StartsWith("number: ", comparison.Result.Worst);
        }
    }

    private IEnumerable<Agreement> Verify(NetworkShape shape, int rows, Func<float[], float[]>? distort = null) =>
        EngineVerification.Verify(engine, shape, rows, distort);

    // One weight of the first layer, which everything depends on.
    private static Func<float[], float[]> Planted(float change) =>
        parameters => [parameters[0] + change, .. parameters.Skip(1)];

    private static string[] Lines(StringWriter text) => text.ToString().Split('\n');
}
