using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;

namespace TrpoGpu.Replay;

/// <summary>An environment whose trajectories MuJoCo records: what a recording of it holds.</summary>
internal sealed class RecordedEnvironment
{
    private static readonly RecordedEnvironment[] Known =
    [
        Of<InvertedPendulumModel>("inverted_pendulum", "InvertedPendulum-v5"),
        Of<InvertedDoublePendulumModel>(
            "inverted_double_pendulum", "InvertedDoublePendulum-v5",
            new LastStage("stage4_tip_x_tip_z_cartconstraint", Columns: 3, FirstKept: 2)),
        Of<ReacherModel>(
            "reacher", "Reacher-v5", new LastStage("stage4_fingertip_minus_target", Columns: 2, FirstKept: 0),
            targetCoordinates: 2),
        Of<SwimmerModel>("swimmer", "Swimmer-v5"),
        Of<HopperModel>("hopper", "Hopper-v5"),
        Of<Walker2dModel<Version5>>("walker2d", "Walker2d-v5"),
        Of<Walker2dModel<Version4>>("walker2d_v4", "Walker2d-v4", endReward: 1.0),
        Of<HalfCheetahModel>("half_cheetah", "HalfCheetah-v5"),
    ];

    /// <summary>All of them.</summary>
    internal static ReadOnlySpan<RecordedEnvironment> All => Known;

    /// <summary>What recordings call it, such as <c>half_cheetah</c>.</summary>
    internal required string Name { get; init; }

    /// <summary>The environment.</summary>
    internal required EnvironmentSpec Spec { get; init; }

    /// <summary>nq = nv: positions and velocities, those of a reacher's target included.</summary>
    internal required int Coordinates { get; init; }

    /// <summary>Seconds of a step of the integrator.</summary>
    internal required double StepSeconds { get; init; }

    /// <summary>Steps of the integrator in a step of the environment.</summary>
    internal required int FrameSkip { get; init; }

    /// <summary>What is recorded of the last Runge-Kutta stage, if the task uses it.</summary>
    internal LastStage? LastStage { get; init; }

    /// <summary>What this version gives in the last step beyond the reward of version 5, which is recorded.</summary>
    internal double EndReward { get; init; }

    /// <summary>Looks for what is recorded of an environment.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="environment">What its recordings hold.</param>
    internal static bool TryFind(EnvironmentSpec spec, [NotNullWhen(true)] out RecordedEnvironment? environment)
    {
        environment = Array.Find(Known, known => known.Spec == spec);
        return environment is not null;
    }

    /// <summary>
    /// How far what decides about the end of an episode is from doing so, in its own unit; infinite where nothing does.
    /// </summary>
    /// <param name="positions">[nq] after a step.</param>
    /// <param name="velocities">[nv] after a step.</param>
    /// <param name="lastStage">What is recorded of the last stage of that step; empty if nothing is.</param>
    internal double FromThreshold(
        ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities, ReadOnlySpan<double> lastStage) => Name switch
        {
            "hopper" => Least(
                From(positions[1], 0.7), From(Math.Abs(positions[2]), 0.2), From(Largest(positions[2..]), 100.0),
                From(Largest(velocities), 100.0)),
            "walker2d" or "walker2d_v4" => Least(
                From(positions[1], 0.8), From(positions[1], 2.0), From(Math.Abs(positions[2]), 1.0)),
            "inverted_pendulum" => From(Math.Abs(positions[1]), 0.2),
            "inverted_double_pendulum" when !lastStage.IsEmpty => From(lastStage[1], 1.0),
            _ => double.PositiveInfinity,
        };

    private static RecordedEnvironment Of<TModel>(
        string name, string id, LastStage? lastStage = null, int targetCoordinates = 0, double endReward = 0.0)
        where TModel : struct, IPlanarModel => new()
        {
            Name = name,
            Spec = BuiltInEnvironments.Find(id),
            Coordinates = PlanarPlan<TModel>.Dofs + targetCoordinates,
            StepSeconds = TModel.Mechanism.StepSeconds,
            FrameSkip = TModel.FrameSkip,
            LastStage = lastStage,
            EndReward = endReward,
        };

    private static double From(double value, double threshold) => Math.Abs(value - threshold);

    private static double Least(params ReadOnlySpan<double> distances)
    {
        double least = double.PositiveInfinity;
        foreach (double distance in distances)
        {
            least = Math.Min(least, distance);
        }

        return least;
    }

    private static double Largest(ReadOnlySpan<double> values) => values.ToArray().Max(Math.Abs);
}

/// <summary>The field of a recording with what MuJoCo holds of the last Runge-Kutta stage after a step.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Columns">Numbers a step.</param>
/// <param name="FirstKept">The first column that our state keeps; so do those after it.</param>
internal sealed record LastStage(string Field, int Columns, int FirstKept);
