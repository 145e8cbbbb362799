using System;
using System.Linq;
using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>
/// Equal options and seeds give equal parameters to the bit: from any number of threads, any vector width, any machine
/// with IEEE arithmetic, and in every run.
/// </summary>
public sealed class EqualBitsTests
{
    private static readonly (LaneWidth Width, int Threads)[] Variants =
    [
        (LaneWidths.Widest, 1), (LaneWidths.Widest, 1), (LaneWidths.Widest, 2), (LaneWidths.Widest, 3),
        (LaneWidths.Widest, 8), (LaneWidth.Sixteen, 2), (LaneWidth.Eight, 2), (LaneWidth.One, 2),
    ];

    // Enough rows for other threads to be woken, in several chunks, the last of them not full.
    private static int Rows => Vector128.IsHardwareAccelerated ? 1301 : 131;

    public static TheoryData<string, CriticMethod, int> Runs => new()
    {
        { "CartPole-v1", CriticMethod.Adam, 1 },
        { "Pendulum-v1", CriticMethod.GaussNewton, 2 },
    };

    [Theory]
    [InlineData(HeadKind.Categorical)]
    [InlineData(HeadKind.DiagonalGaussian)]
    [InlineData(HeadKind.MultiCategorical)]
    [InlineData(HeadKind.Bernoulli)]
    public void One_update_does_not_depend_on_threads_or_width(HeadKind kind)
    {
        HeadShape head = kind switch
        {
            HeadKind.Categorical => HeadShape.Categorical(5),
            HeadKind.DiagonalGaussian => HeadShape.DiagonalGaussian(3),
            HeadKind.MultiCategorical => HeadShape.MultiCategorical([2, 3, 4]),
            _ => HeadShape.Bernoulli(2),
        };
        NetworkShape shape = new(new MlpShape([7, 33, 18, head.Size.NetworkOutputs], ActivationKind.Tanh), head);
        SampleProblem problem = SampleProblem.Create(shape, Rows, seed: 1);
        string? expected = null;
        foreach ((LaneWidth width, int threads) in Variants)
        {
            using CpuBackend backend = new(threads, width);
            using PolicyScene scene = new(
                backend, shape, problem.Parameters, problem.Observations, problem.Advantages);
            UpdateReport report = scene.Apply(TrustRegionOptions.Default with
            {
                Direction = NaturalDirectionOptions.Default with { FisherRowStride = 2 },
            });
            Assert.Equal(UpdateOutcome.Accepted, report.Outcome);
            string actual = $"{Bits.Hash(scene.Parameters)} {report}";
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_training_run_does_not_depend_on_threads_or_width(string id, CriticMethod critic, int noiseHoldSteps)
    {
        TrpoOptions options = Options(critic) with
        {
            Environments = Vector128.IsHardwareAccelerated ? 75 : 5,
            NoiseHoldSteps = noiseHoldSteps,
        };
        string? expected = null;
        foreach ((LaneWidth width, int threads) in Variants)
        {
            using CpuBackend backend = new(threads, width);
            string actual = Train(backend, id, options);
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>
    /// The numbers were written down once. They change with the algorithm, the random numbers or the elementary
    /// functions, and with nothing else: not with the machine, its vectors, or the number of its processors.
    /// </summary>
    [Theory]
    [InlineData("CartPole-v1", CriticMethod.Adam, "0E9BEA45229BC5DC")]
    [InlineData("CartPole-v1", CriticMethod.GaussNewton, "9ED40122AE494E19")]
    [InlineData("Pendulum-v1", CriticMethod.Adam, "8D8D5EB84EAE3940")]
    [InlineData("Pendulum-v1", CriticMethod.GaussNewton, "134AEC8E98E9704C")]
    public void A_training_run_gives_the_bits_that_were_written_down(string id, CriticMethod critic, string expected)
    {
        using CpuBackend backend = new();
        Assert.Equal(expected, Train(backend, id, Options(critic)));
    }

    [Fact]
    public void Seeds_differ()
    {
        using CpuBackend backend = new(1);
        string[] hashes = [.. Enumerable.Range(0, 4).Select(
            seed => Train(backend, "CartPole-v1", Options(CriticMethod.Adam) with { Steps = 4 }, (ulong)seed))];
        Assert.Equal(4, hashes.Distinct().Count());
    }

    // Every setting that matters, so that a better default changes none of the bits that were written down.
    private static TrpoOptions Options(CriticMethod critic) => new()
    {
        Environments = 8,
        Steps = 32,
        Hidden = [16, 11],
        Activation = ActivationKind.Tanh,
        InitialLogStandardDeviation = 0,
        Discount = 0.99,
        GaeLambda = 0.95,
        MaxKl = 0.01,
        Damping = 0.1,
        MaxIterations = 8,
        ResidualTolerance = 1e-10,
        FisherRowStride = 1,
        BacktrackRatio = 0.8,
        MaxTrials = 10,
        AcceptRatio = 0,
        NormalizeAdvantages = true,
        NormalizeObservations = true,
        NormalizeRewards = true,
        NoiseHoldSteps = 1,
        Critic = critic,
        CriticSteps = 2,
        CriticMaxIterations = 8,
        CriticMaxRelativeChange = 0.5,
        CriticUpdates = 2,
        CriticMinibatchRows = 50,
        CriticLearningRate = 1e-3,
    };

    // Policy and value function after three iterations.
    private static string Train(CpuBackend backend, string id, TrpoOptions options, ulong seed = 3)
    {
        using TrpoTrainer trainer = new(backend, id, options, seed);
        for (int k = 0; k < 3; k++)
        {
            TrainingReport report = trainer.Iterate();
            Assert.Equal(UpdateOutcome.Accepted, report.Update.Outcome);
            Assert.Equal(0, report.Update.Start.LargestLogRatio);
            Assert.Equal(CriticOutcome.Fitted, report.Critic.Outcome);
        }

        return Bits.Hash(trainer.Policy.Parameters, trainer.Value.Parameters);
    }
}
