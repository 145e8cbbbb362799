using System;
using System.IO;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.GpuCheck.Verification;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.GpuCheck;

/// <summary>What stands between a wrong kernel and a table of its times: each operation must notice.</summary>
public sealed class VerificationTests : IDisposable
{
    // The CPU engine in the place of a device: what is tested is the comparison.
    private readonly CpuBackend tested = new(2);
    private readonly CpuBackend cpu = new(2);

    public void Dispose()
    {
        tested.Dispose();
        cpu.Dispose();
    }

    [Fact]
    public void An_engine_agrees_with_itself_to_the_bit()
    {
        OperationResult[] results = Verify(null);

        Assert.All(results, result => Assert.True(result.Holds, $"{result.Operation}: {result.Fault}"));
        Assert.All(results, result => Assert.Equal(result.ComparedNumbers, result.EqualNumbers));
        Assert.All(results, result => Assert.True(result.WorstShare is null or < 1, result.Operation));
        Assert.All(results, result => Assert.True(result is { Cases: > 0, Numbers: > 0 }, result.Operation));
    }

    // Of what gets the planted numbers; the others have none, or bits that agree with themselves.
    [Theory]
    [InlineData(0.01f)]
    [InlineData(float.NaN)]
    public void Every_operation_notices_another_number(float change)
    {
        string[] indifferent = ["same bits twice", "episodes that ended"];
        foreach (var result in Verify(values => [values[0] + change, .. values.Skip(1)]))
        {
            bool notices = !indifferent.Contains(result.Operation);
            Assert.True(result.Holds != notices, $"{result.Operation} {(notices ? "notices nothing" : result.Fault)}");
        }
    }

    [Fact]
    public void Other_bits_are_a_mistake_only_where_a_device_rounds_alike()
    {
        Tally strict = new("forward", mustBeEqual: true);
        Tally lenient = new("forward", mustBeEqual: false);
        foreach (Tally tally in new[] { strict, lenient })
        {
            tally.Begin();
            tally.Within("a", 1, 1.5, 1);
            tally.Bits("a", [1f, 2f, float.NaN], [1f, 2.5f, -float.NaN]);
        }

        Assert.False(strict.Result.Holds);
        Assert.Contains("a[1]: the CPU engine has 2, the device 2.5", strict.Result.Fault);
        Assert.True(lenient.Result.Holds);
        Assert.Equal((2L, 3L), (lenient.Result.EqualNumbers, lenient.Result.ComparedNumbers));
        Assert.Equal(0.5, lenient.Result.WorstShare);
    }

    [Fact]
    public void A_case_that_fails_is_a_disagreement_and_the_others_go_on()
    {
        VerificationTable table = new();
        table.Case("forward", true, "first", _ => throw new InvalidOperationException("lost the device"));
        table.Case("forward", true, "second", tally => tally.Within("a", 1, 1, 0));

        OperationResult result = Assert.Single(table.Results);
        Assert.Equal("first: InvalidOperationException: lost the device", result.Fault);
        Assert.Equal((2, 1L), (result.Cases, result.Numbers));
    }

    [Theory]
    [InlineData(0f, true)]
    [InlineData(0.01f, false)]
    public void A_repeated_block_has_its_own_gradient_and_bounds(float change, bool holds)
    {
        VerificationTable table = new();
        VerifiedEngines engines = new(tested, cpu) { Distort = values => [values[0] + change, .. values.Skip(1)] };

        new LargeBatchCases(engines, table).Verify(
            new NetworkShape(MlpShape.Parse("5-7-3", ActivationKind.Tanh), HeadShape.DiagonalGaussian(3)), 10_000);

        OperationResult result = Assert.Single(table.Results);
        Assert.True(result.Holds == holds, result.Fault);
        Assert.Equal(3 * 257 * 6, result.ComparedNumbers);
    }

    private OperationResult[] Verify(Func<float[], float[]>? distort) => new DeviceVerification(
        new VerifiedEngines(tested, cpu) { Distort = distort }, VerificationScope.For(isSimulated: true, isQuick: true),
        new StageProgress(TextWriter.Null, isTerminal: false)).Run();
}
