using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.GpuCheck.Measurement;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>How much is compared: all on a device, less where threads are simulated, little in a hurry.</summary>
internal sealed class VerificationScope
{
    // Multiply-adds of a forward pass: what a case may cost where threads are simulated, and in a hurry.
    private const long SimulatedCost = 2_000_000;
    private const long QuickCost = 20_000;

    // A solve takes many products in numbers with error bounds.
    private const int MostSolvedParameters = 500_000;

    // Around a warp, a group, and the numbers that one group sums.
    private static readonly int[] ShortVectors = [1, 2, 31, 32, 33, 255, 511, 512, 513, 1100];

    private VerificationScope(IEnumerable<ShapeCase> cases, IEnumerable<RolloutPlan> rollouts)
    {
        Cases = [.. cases];
        Rollouts = [.. rollouts];
    }

    /// <summary>Networks over batches.</summary>
    internal ShapeCase[] Cases { get; }

    /// <summary>Rollouts.</summary>
    internal RolloutPlan[] Rollouts { get; }

    /// <summary>Lengths of vectors.</summary>
    internal int[] Vectors { get; private init; } = ShortVectors;

    /// <summary>Solves and updates.</summary>
    internal (NetworkShape Shape, int Rows)[] Solves { get; private init; } = [];

    /// <summary>Batches as large as those that are timed, and the most rows of each.</summary>
    internal (NetworkShape Shape, int Rows)[] LargeBatches { get; private init; } = [];

    /// <summary>Networks, narrow and wide, whose batches are cut into chunks.</summary>
    internal string[] Chunked { get; private init; } = ["7-13-11-3", "5-9-200-2"];

    /// <summary>The scope for a device.</summary>
    /// <param name="isSimulated">Whether the host simulates its threads.</param>
    /// <param name="isQuick">Whether minutes are too long.</param>
    internal static VerificationScope For(bool isSimulated, bool isQuick) =>
        isQuick ? Quick() : isSimulated ? Simulated() : Device();

    private static VerificationScope Quick() => new(
        ShapeCases.Affordable.Where(shapeCase => shapeCase.Cost <= QuickCost),
        Environments.Select(spec => new RolloutPlan(spec, 5, [20, 8], 3)))
    {
        Vectors = [1, 33, 513],
        Solves = [(MeasuredShape.Cartpole.Network, 65)],
        Chunked = ["7-13-11-3"],
    };

    private static VerificationScope Simulated() => new(
        ShapeCases.Affordable.Where(shapeCase => shapeCase.Cost <= SimulatedCost),
        Environments.SelectMany(spec => (RolloutPlan[])
        [
            new(spec, 65, [20, 8], 6),
            new(spec, 5, [300], 3),
        ]))
    {
        Solves = [(MeasuredShape.Cartpole.Network, 129), (MeasuredShape.Hopper.Network, 65)],
    };

    private static VerificationScope Device() => new(
        [.. ShapeCases.Affordable, Widest],
        Environments.SelectMany(spec => (RolloutPlan[])
        [
            new(spec, 130, [64, 64], 6),
            new(spec, 33, [20, 8], 210),
            new(spec, 5, [300], 9),
        ]))
    {
        Vectors = [.. ShortVectors, 5708, 100_003, 1_000_003],
        Solves =
        [
            .. MeasuredShape.All.Where(shape => shape.Network.ParameterCount <= MostSolvedParameters)
                .Select(shape => (shape.Network, VerifiedRows(shape.Network))),
        ],
        LargeBatches =
        [
            (MeasuredShape.HalfCheetah.Network, 1 << 22), (MeasuredShape.Cartpole.Network, 1 << 22),
            (MeasuredShape.HumanoidWide.Network, 1 << 18),
        ],
    };

    // Of everything that is timed.
    private static ShapeCase Widest
    {
        get
        {
            NetworkShape network = MeasuredShape.All.MaxBy(shape => shape.Network.ParameterCount)!.Network;
            return new ShapeCase($"{network.Mlp} {network.Head.Kind} x 17", network, 17);
        }
    }

    private static IEnumerable<EnvironmentSpec> Environments => BuiltInEnvironments.All.ToArray();

    // As for the benchmarks of the CPU: numbers with error bounds cost a thousand times the plain ones.
    private static int VerifiedRows(NetworkShape shape)
    {
        const int Cost = 1_250_000;
        return Math.Clamp(Cost / shape.ParameterCount, 65, 521);
    }
}
