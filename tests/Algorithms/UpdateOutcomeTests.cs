using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>
/// Every outcome of an update, each by a batch that leads to it; all but one leave every byte of the parameters.
/// </summary>
public sealed class UpdateOutcomeTests
{
    private const int Rows = 65;

    private static readonly TrustRegionOptions Options = TrustRegionOptions.Default;
    private static readonly NaturalDirectionOptions Direction = NaturalDirectionOptions.Default;

    // Where the smallest positive float is the damping, a product with it rounds to nothing below one half.
    private static readonly float LeastDamping = BitConverter.Int32BitsToSingle(1);

    public static TheoryData<UpdateOutcome, string> Cases
    {
        get
        {
            TheoryData<UpdateOutcome, string> cases = [];
            foreach (UpdateOutcome outcome in Enum.GetValues<UpdateOutcome>())
            {
                cases.Add(outcome, "cpu");
                if (outcome != UpdateOutcome.CurvatureLost)
                {
                    // Doubles do not lose the curvature of this batch.
                    cases.Add(outcome, "reference");
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_reached(UpdateOutcome expected, string name)
    {
        using ComputeBackend backend = BackendFactory.Create(name, threads: 1);
        using PolicyScene scene = expected is UpdateOutcome.NegativeCurvature or UpdateOutcome.CurvatureLost
            ? SceneWithoutCurvature(backend)
            : Scene(backend, expected);
        UpdateReport report = scene.Apply(OptionsFor(expected));

        Assert.Equal(expected, report.Outcome);
        Assert.Equal(expected == UpdateOutcome.Accepted, report.StepFraction > 0);
        Assert.StartsWith(expected.ToString(), report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_search_reports_its_trials()
    {
        using CpuBackend backend = new(1);
        using PolicyScene scene = Scene(backend, UpdateOutcome.NoImprovement);
        TrustRegionOptions options = OptionsFor(UpdateOutcome.NoImprovement);
        UpdateReport report = scene.Apply(
            options with { LineSearch = options.LineSearch with { MaxBacktracks = 4 } });
        Assert.Equal(UpdateOutcome.NoImprovement, report.Outcome);
        Assert.Equal(4, report.Backtracks);
        Assert.Equal(0, report.StepFraction);
        Assert.Equal(report.Start, report.End);
    }

    private static TrustRegionOptions OptionsFor(UpdateOutcome outcome) => outcome switch
    {
        // The quadratic model is short of the KL of a long step; a single trial leaves no room to shorten it.
        UpdateOutcome.KlExceeded =>
            new(Direction with { Damping = 0 }, new LineSearchOptions(MaxKl: 1, MaxBacktracks: 0)),

        // A gain that slows down falls short of its linear prediction at every fraction.
        UpdateOutcome.NoImprovement =>
            Options with { LineSearch = new LineSearchOptions(0.01, 0.9, MaxBacktracks: 0, AcceptRatio: 1) },
        UpdateOutcome.NegativeCurvature =>
            Options with { Direction = Direction with { Damping = 0, FisherRowStride = RowsWithoutCurvature } },
        UpdateOutcome.CurvatureLost => Options with
        {
            Direction = Direction with { Damping = LeastDamping, FisherRowStride = RowsWithoutCurvature },
        },
        _ => Options,
    };

    private static PolicyScene Scene(ComputeBackend backend, UpdateOutcome outcome)
    {
        NetworkShape shape = PolicyScene.Network("4-8-3", ActivationKind.Tanh, HeadShape.DiagonalGaussian(3));
        SampleProblem problem = SampleProblem.Create(shape, Rows, seed: 1);
        float[] parameters = problem.Parameters;
        float[] advantages = problem.Advantages;
        switch (outcome)
        {
            case UpdateOutcome.ZeroGradient:
                Array.Clear(advantages);
                break;
            case UpdateOutcome.NonFiniteGradient:
                advantages[^1] = float.NaN;
                break;
            case UpdateOutcome.NonFinite:
                // tanh(inf) is 1 and flat: loss, KL and gradient are finite, the parameter is not.
                parameters[shape.Mlp.Layers[0].BiasOffset] = float.PositiveInfinity;
                break;
            case UpdateOutcome.NoImprovement:
                // All that was done was bad: ratios fall from 1 towards 0, the further the slower.
                Array.Fill(advantages, -1f);
                break;
        }

        return new PolicyScene(backend, shape, parameters, problem.Observations, advantages);
    }

    // A linear policy over 12 choices whose first row, the only one that a stride of all rows takes for the Fisher
    // matrix, has decided: no curvature. The other rows see zeros and differ in their advantages, so that the gradient
    // is theirs and lies in the biases.
    private const int Choices = 12;
    private const int RowsWithoutCurvature = 400;

    private static PolicyScene SceneWithoutCurvature(ComputeBackend backend)
    {
        NetworkShape shape = PolicyScene.Network("1-12", ActivationKind.Tanh, HeadShape.Categorical(Choices));
        float[] parameters = new float[shape.ParameterCount];
        parameters[0] = 1000f;
        float[] observations = new float[RowsWithoutCurvature];
        observations[0] = 1f;
        PolicyScene scene = new(backend, shape, parameters, observations, new float[RowsWithoutCurvature]);
        scene.Batch.Advantages!.Write(AdvantagesForGradient(scene.Batch.Actions.ReadArray(), Gradient()));
        return scene;
    }

    // One component that the least damping keeps, and eleven that it rounds to nothing, which weigh more together.
    private static double[] Gradient() =>
        [0.6, .. Enumerable.Repeat(0.4, 5), .. Enumerable.Repeat(-2.6 / 6, 6)];

    // From uniform probabilities the gradient of the loss in bias k is -sum over rows of A (1[a = k] - 1/12) / B. Equal
    // advantages for equal actions, in sum zero, make it -sum over rows with a = k of A / B.
    private static float[] AdvantagesForGradient(float[] actions, double[] gradient)
    {
        Dictionary<float, int> taken = actions.Skip(1).CountBy(action => action).ToDictionary();
        return [0f, .. actions.Skip(1).Select(
            action => (float)(-gradient[(int)action] * RowsWithoutCurvature / taken[action]))];
    }
}
