using System;
using System.Linq;
using TrpoGpu.Shapes;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>A policy that people train, and the sizes of batches to time it on.</summary>
internal sealed class MeasuredShape
{
    // From a small run to all that a large device holds.
    private static readonly int[] EverySize = [1_000, 5_000, 16_000, 65_536, 262_144, 1 << 20, 1 << 22];

    private MeasuredShape(string name, string widths, Func<int, HeadShape> head, params int[] rows)
    {
        Name = name;
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Tanh);
        Network = new NetworkShape(mlp, head(mlp.Outputs));
        Rows = rows;
    }

    /// <summary>CartPole's default policy.</summary>
    internal static MeasuredShape Cartpole { get; } =
        new("cartpole", "4-64-64-2", HeadShape.Categorical, EverySize);

    /// <summary>Hopper's.</summary>
    internal static MeasuredShape Hopper { get; } =
        new("hopper", "11-64-64-3", HeadShape.DiagonalGaussian, EverySize);

    /// <summary>HalfCheetah's, by which the project is measured first.</summary>
    internal static MeasuredShape HalfCheetah { get; } =
        new("halfcheetah", "17-64-64-6", HeadShape.DiagonalGaussian, EverySize);

    /// <summary>Too wide for one group.</summary>
    internal static MeasuredShape HumanoidWide { get; } =
        new("humanoid-wide", "376-256-256-17", HeadShape.DiagonalGaussian, EverySize);

    /// <summary>Those that are timed at every size.</summary>
    internal static MeasuredShape[] Main { get; } = [HalfCheetah, Cartpole, HumanoidWide, Hopper];

    /// <summary>Those of published work, at the sizes published.</summary>
    internal static MeasuredShape[] Others { get; } =
    [
        new("vectorised", "64-256-256-8", HeadShape.DiagonalGaussian, 65_536, 1 << 20),
        new("ant", "111-64-32-8", HeadShape.DiagonalGaussian, 50_000),
        new("humanoid", "376-128-64-17", HeadShape.DiagonalGaussian, 50_000),
        new("swimmer", "8-64-64-2", HeadShape.DiagonalGaussian, 26_000),
        new("arm", "15-16-16-3", HeadShape.DiagonalGaussian, 3_150),
        new("isaac-hand", "200-1024-1024-512-20", HeadShape.DiagonalGaussian, 32_768),
    ];

    /// <summary>All of them.</summary>
    internal static MeasuredShape[] All { get; } = [.. Main, .. Others];

    /// <summary>In a word.</summary>
    internal string Name { get; }

    /// <summary>The policy.</summary>
    internal NetworkShape Network { get; }

    /// <summary>Sizes of batches.</summary>
    internal int[] Rows { get; }

    /// <summary>Widths joined by hyphens.</summary>
    internal string Widths => string.Join('-', Network.Mlp.Widths.ToArray().Select(width => $"{width}"));

    /// <summary>The head as peers name it.</summary>
    internal string Head => Network.Head.Kind == HeadKind.Categorical ? "categorical" : "gaussian";
}
