using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>A network at one size of batch.</summary>
internal sealed record SizedShape(MeasuredShape Shape, int Rows);

/// <summary>A rollout to time.</summary>
internal sealed record SizedRollout(EnvironmentSpec Environment, int Count, int Steps);

/// <summary>What is measured, the most telling first.</summary>
internal sealed class MeasurementScope
{
    // The largest batches take the longest and show the least that is new.
    private const int MostRowsFirst = 1 << 20;

    private MeasurementScope()
    {
    }

    /// <summary>Networks that a verdict depends on.</summary>
    internal required SizedShape[] Main { get; init; }

    /// <summary>Those that complete the picture.</summary>
    internal required SizedShape[] Others { get; init; }

    /// <summary>Rollouts.</summary>
    internal required SizedRollout[] Rollouts { get; init; }

    /// <summary>Trainings.</summary>
    internal required MeasuredTraining[] Trainings { get; init; }

    /// <summary>What peers compute too.</summary>
    internal required SizedShape[] Compared { get; init; }

    /// <summary>What launches are tried on.</summary>
    internal required SizedShape[] Swept { get; init; }

    /// <summary>Those launches.</summary>
    internal LaunchChoices[] Choices { get; private init; } = LaunchSweep.All;

    /// <summary>The update that is taken apart.</summary>
    internal required SizedShape[] TakenApart { get; init; }

    /// <summary>Operations, by their names in <c>trpo bench</c>.</summary>
    internal required string[] Operations { get; init; }

    /// <summary>Time of a line.</summary>
    internal required TimeSpan Turn { get; init; }

    /// <summary>The scope for a device.</summary>
    internal static MeasurementScope For(bool isSimulated, bool isQuick) =>
        isSimulated ? Simulated() : isQuick ? Quick() : Device();

    private static MeasurementScope Device() => new()
    {
        Main = [.. Sizes(MeasuredShape.Main).Where(sized => sized.Rows <= MostRowsFirst)],
        Others =
        [
            .. Sizes(MeasuredShape.Others), .. Sizes(MeasuredShape.Main).Where(sized => sized.Rows > MostRowsFirst),
        ],
        Rollouts =
        [
            .. BuiltInEnvironments.All.ToArray().SelectMany(spec => (SizedRollout[])
            [
                new(spec, 4096, 128), new(spec, 16_384, 64), new(spec, 65_536, 32),
            ]),
        ],
        Trainings = MeasuredTraining.All,
        Compared =
        [
            new(MeasuredShape.HalfCheetah, 5_000), new(MeasuredShape.HalfCheetah, 262_144),
            new(MeasuredShape.Cartpole, 65_536), new(MeasuredShape.HumanoidWide, 16_000),
            new(MeasuredShape.HalfCheetah, 1 << 20), new(MeasuredShape.Cartpole, 1_000),
        ],
        Swept =
        [
            new(MeasuredShape.HalfCheetah, 5_000), new(MeasuredShape.HalfCheetah, 262_144),
            new(MeasuredShape.Cartpole, 5_000), new(MeasuredShape.Cartpole, 262_144),
        ],
        TakenApart =
        [
            new(MeasuredShape.HalfCheetah, 5_000), new(MeasuredShape.HalfCheetah, 262_144),
            new(MeasuredShape.HumanoidWide, 16_000),
        ],
        Operations = ["cg", "fvp", "update", "gradient", "critic", "forward"],
        Turn = TimeSpan.FromSeconds(0.12),
    };

    private static MeasurementScope Quick() => new()
    {
        Main = [new(MeasuredShape.HalfCheetah, 5_000), new(MeasuredShape.HalfCheetah, 262_144)],
        Others = [],
        Rollouts = [new(BuiltInEnvironments.Find("cartpole"), 4096, 128)],
        Trainings = [MeasuredTraining.All[0]],
        Compared = [new(MeasuredShape.HalfCheetah, 5_000)],
        Swept = [],
        TakenApart = [new(MeasuredShape.HalfCheetah, 5_000)],
        Operations = ["cg", "fvp", "update", "gradient"],
        Turn = TimeSpan.FromSeconds(0.05),
    };

    // Only that everything can be measured: what the host simulates has no speed of interest.
    private static MeasurementScope Simulated() => new()
    {
        Main = [new(MeasuredShape.Cartpole, 65)],
        Others = [],
        Rollouts = [new(BuiltInEnvironments.Find("cartpole"), 5, 3)],
        Trainings = [MeasuredTraining.Smallest],
        Compared = [new(MeasuredShape.Cartpole, 33)],
        Swept = [new(MeasuredShape.Cartpole, 65)],
        TakenApart = [new(MeasuredShape.Cartpole, 65)],
        Operations = ["cg", "fvp", "update"],
        Choices = [.. LaunchSweep.All.Take(2)],
        Turn = TimeSpan.Zero,
    };

    private static IEnumerable<SizedShape> Sizes(MeasuredShape[] shapes) =>
        shapes.SelectMany(shape => shape.Rows.Select(rows => new SizedShape(shape, rows)));
}
