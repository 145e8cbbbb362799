using System;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>
/// One bad number, anywhere on the way from a rollout to new parameters. What is not finite changes no parameter by a
/// bit and the outcome says so; what is finite but absurd does that too, or ends in an update that is sound.
/// </summary>
public sealed class InjectionTests
{
    private static readonly string[] Numbers = ["NaN", "+Inf", "-Inf", "3e38", "1e-40"];

    private static readonly string[] Targets =
        ["observation", "reward", "value", "advantage", "log-probability", "action", "parameter"];

    private static readonly string[] Places = ["first", "middle", "last", "all"];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            TheoryData<string, string, string> cases = [];
            foreach (string number in Numbers)
            {
                foreach (string target in Targets)
                {
                    foreach (string place in Places)
                    {
                        cases.Add(number, target, place);
                    }
                }
            }

            return cases;
        }
    }

    [Fact]
    public void There_are_140_cases_and_no_two_are_equal()
    {
        Assert.Equal(140, Cases.Count);
        Assert.Equal(140, Cases.Select(row => string.Join(' ', row.Cast<string>())).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_bad_gets_into_the_parameters(string number, string target, string place)
    {
        using CpuBackend cpu = new(1);
        using ReferenceBackend reference = new();
        Check(cpu, HeadShape.Categorical(3), ActivationKind.Tanh, number, target, place);
        Check(cpu, HeadShape.DiagonalGaussian(2), ActivationKind.Relu, number, target, place);
        Check(reference, HeadShape.DiagonalGaussian(2), ActivationKind.Tanh, number, target, place);
    }

    /// <summary>One case on one engine.</summary>
    internal static void Check(
        ComputeBackend backend, HeadShape head, ActivationKind activation, string number, string target, string place)
    {
        string what = $"{number} as {target}, {place}, on {backend.Name} with {head.Kind}";
        TrustRegionOptions options = TrustRegionOptions.Default;
        using FilledPipeline pipeline = new(backend, head, activation);
        if (target != "advantage")
        {
            Inject(pipeline, number, target, place);
        }

        pipeline.EstimateAdvantages();
        if (target == "advantage")
        {
            Inject(pipeline, number, target, place);
        }

        int[] before = Bits.Of(pipeline.PolicyParameters);
        UpdateReport report = pipeline.Update(options);

        what = $"{what}: {report.Outcome}";
        bool isFinite = float.IsFinite(Value(number));
        Assert.True(isFinite || report.Outcome != UpdateOutcome.Accepted, $"{what}: accepted");
        PolicyScene.AssertHolds(report, options.LineSearch.MaxKl, before, pipeline.PolicyParameters, what);

        bool criticSeesIt = target is "observation" or "reward" or "value" or "parameter";
        using AdamCriticFit adam = pipeline.CreateAdam();
        using GaussNewtonCriticFit gaussNewton = pipeline.CreateGaussNewton();
        foreach (CriticFit critic in (CriticFit[])[adam, gaussNewton])
        {
            string which = $"{what}, {critic.GetType().Name}";
            CriticReport fit = CheckCritic(pipeline, critic, mustRefuse: criticSeesIt && !isFinite, which);

            double[] state = new double[critic.StateLength];
            critic.ReadState(state);
            Assert.True(
                backend is ReferenceBackend || Array.TrueForAll(state, double.IsFinite),
                $"{which}: {fit.Outcome}, and its state is not finite");
        }
    }

    private static CriticReport CheckCritic(FilledPipeline pipeline, CriticFit critic, bool mustRefuse, string what)
    {
        int[] before = Bits.Of(pipeline.ValueParameters);
        CriticReport report = pipeline.Fit(critic);

        Assert.True(!mustRefuse || report.Outcome == CriticOutcome.NonFinite, $"{what}: fitted");
        if (report.Outcome == CriticOutcome.NonFinite)
        {
            Assert.True(before.SequenceEqual(Bits.Of(pipeline.ValueParameters)),
                $"{what}: refused, yet parameters changed");
            return report;
        }

        Assert.True(AreFinite(pipeline.ValueParameters), $"{what}: a parameter is not finite");
        Assert.True(double.IsFinite(report.MeanSquaredErrorAfter), $"{what}: the error is not finite");
        return report;
    }

    // Doubles of the reference may be beyond what floats can hold.
    private static bool AreFinite(ComputeBuffer buffer) => buffer is ReferenceBuffer reference
        ? Array.TrueForAll(reference.Values, double.IsFinite)
        : Array.TrueForAll(buffer.ReadArray(), float.IsFinite);

    private static void Inject(FilledPipeline pipeline, string number, string target, string place)
    {
        ComputeBuffer[] buffers = target switch
        {
            "observation" => [pipeline.Trajectories.Observations],
            "reward" => [pipeline.Trajectories.Rewards],
            "value" => [pipeline.Trajectories.Values],
            "advantage" => [pipeline.Advantages],
            "log-probability" => [pipeline.Trajectories.LogProbabilities],
            "action" => [pipeline.Trajectories.Actions],
            _ => [pipeline.PolicyParameters, pipeline.ValueParameters],
        };
        foreach (ComputeBuffer buffer in buffers)
        {
            float[] numbers = buffer.ReadArray();
            Range range = place switch
            {
                "first" => ..1,
                "middle" => (numbers.Length / 2)..((numbers.Length / 2) + 1),
                "last" => ^1..,
                _ => ..,
            };
            numbers.AsSpan(range).Fill(Value(number));
            buffer.Write(numbers);
        }
    }

    private static float Value(string number) => number switch
    {
        "NaN" => float.NaN,
        "+Inf" => float.PositiveInfinity,
        "-Inf" => float.NegativeInfinity,
        "3e38" => 3e38f,
        _ => 1e-40f,
    };
}
