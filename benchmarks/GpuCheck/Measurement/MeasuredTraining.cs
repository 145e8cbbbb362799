using System.Collections.Immutable;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>A training to time: everything from environment steps to the critic's fit.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Environment">Its identifier.</param>
/// <param name="Options">Its settings.</param>
internal sealed record MeasuredTraining(string Name, string Environment, TrpoOptions Options)
{
    private const string CartPole = "CartPole-v1";

    private static readonly TrpoOptions Preset = Presets.For(CartPole);

    /// <summary>Those that are timed.</summary>
    internal static MeasuredTraining[] All { get; } =
    [
        new("4,096 environments", CartPole, Preset with { Environments = 4096, Steps = 32 }),
        new("16,384 environments", CartPole, Preset with { Environments = 16_384, Steps = 32 }),

        // Curvature is an average that an eighth of so many rows know as well; a short fit of the critic, often.
        new("throughput: 65,536 environments, Fisher matrix of one row in 8", CartPole, Preset with
        {
            Environments = 65_536,
            Steps = 16,
            FisherRowStride = 8,
            MaxIterations = 10,
            CriticSteps = 1,
            CriticMaxIterations = 3,
        }),
    ];

    /// <summary>As small as can be.</summary>
    internal static MeasuredTraining Smallest { get; } = new(
        "5 environments", CartPole, Preset with { Environments = 5, Steps = 3, Hidden = ImmutableArray.Create(8) });
}
