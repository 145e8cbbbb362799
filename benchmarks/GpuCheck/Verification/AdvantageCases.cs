using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>What becomes of a rollout before an update: advantages, returns, the episodes that ended.</summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class AdvantageCases(VerifiedEngines engines, VerificationTable table)
{
    private const float Discount = 0.97f;
    private const float GaeLambda = 0.9f;
    private const float RewardScale = 0.3f;

    /// <summary>Compares random trajectories, a share of whose steps end an episode.</summary>
    internal void Verify(int steps, int environments, double endShare)
    {
        string name = $"{steps} x {environments}, {endShare:0.##} of them ends";
        table.Case("advantages and returns", engines.RoundsAlike, name, tally =>
        {
            (float[] advantages, float[] returns) = Estimate(engines.Cpu, steps, environments, endShare);
            (float[] actualAdvantages, float[] actualReturns) =
                Estimate(engines.Tested, steps, environments, endShare);
            tally.Bits($"{name}, advantage", advantages, actualAdvantages, areNew: true);
            tally.Bits($"{name}, return", returns, actualReturns, areNew: true);
        });
        table.Case("episodes that ended", true, name, tally =>
        {
            EpisodeEnding[] expected = ListEpisodes(engines.Cpu, steps, environments, endShare);
            EpisodeEnding[] actual = ListEpisodes(engines.Tested, steps, environments, endShare);
            tally.Require(
                expected.AsSpan().SequenceEqual(actual),
                $"{name}: {actual.Length} episodes listed, expected {expected.Length}, or some differ");
        });
    }

    private (float[] Advantages, float[] Returns) Estimate(
        ComputeBackend engine, int steps, int environments, double endShare)
    {
        using TrajectoryBuffers trajectories = Create(engine, steps, environments, endShare);
        using ComputeBuffer advantages = engine.Allocate(trajectories.Rows);
        using ComputeBuffer returns = engine.Allocate(trajectories.Rows);
        engine.Advantages(trajectories, Discount, GaeLambda, RewardScale, advantages, returns);
        return (advantages.ReadArray(), returns.ReadArray());
    }

    private EpisodeEnding[] ListEpisodes(ComputeBackend engine, int steps, int environments, double endShare)
    {
        using TrajectoryBuffers trajectories = Create(engine, steps, environments, endShare);
        EpisodeEnding[] endings = new EpisodeEnding[trajectories.Rows];
        return endings[..engine.ReadEpisodes(trajectories, endings)];
    }

    private TrajectoryBuffers Create(ComputeBackend engine, int steps, int environments, double endShare)
    {
        Random random = new(steps + environments);
        NormalNumbers normal = new(steps + environments);
        TrajectoryBuffers trajectories = new(engine, steps, environments, 1, 1);
        int rows = trajectories.Rows;
        float[] rewards = normal.Array(rows);
        trajectories.Rewards.Write(
            engines.Distort is not null && ReferenceEquals(engine, engines.Tested)
                ? engines.Distort(rewards)
                : rewards);
        trajectories.Values.Write(normal.Array(rows));
        trajectories.FinalValues.Write(normal.Array(rows));
        trajectories.LastValues.Write(normal.Array(environments));
        trajectories.Ends.Write([
            .. Enumerable.Range(0, rows).Select(
                _ => random.NextDouble() < endShare
                    ? (float)(random.Next(2) == 0 ? EpisodeEnd.Terminated : EpisodeEnd.Truncated)
                    : (float)EpisodeEnd.None),
        ]);
        trajectories.EpisodeReturns.Write(normal.Array(rows));
        trajectories.EpisodeLengths.Write([.. Enumerable.Range(0, rows).Select(row => (float)row)]);
        return trajectories;
    }
}
