using System;
using TrpoGpu.Backends;

namespace TrpoGpu;

/// <summary>An episode that ended.</summary>
/// <param name="Step">Environment steps of the run when it ended.</param>
/// <param name="Return">Undiscounted.</param>
/// <param name="Length">Steps.</param>
public readonly record struct EpisodeRecord(long Step, double Return, int Length);

/// <summary>The episodes of a run: those of the last rollout, and means over the last hundred.</summary>
internal sealed class EpisodeStatistics
{
    private const int Window = 100;

    internal const int StateLength = 1 + (3 * Window);

    private readonly EpisodeEnding[] endings;
    private readonly EpisodeRecord[] ended;
    private readonly EpisodeRecord[] window = new EpisodeRecord[Window];
    private int endedCount;

    internal EpisodeStatistics(int batchRows)
    {
        endings = new EpisodeEnding[batchRows];
        ended = new EpisodeRecord[batchRows];
    }

    /// <summary>Episodes of the last rollout, in the order of their rows.</summary>
    internal ReadOnlySpan<EpisodeRecord> Ended => ended.AsSpan(0, endedCount);

    /// <summary>Episodes of the whole run.</summary>
    internal long Total { get; private set; }

    internal double ReturnMean => Mean(static e => e.Return);

    internal double LengthMean => Mean(static e => e.Length);

    /// <summary>Takes in the episodes that ended in a rollout.</summary>
    /// <param name="trajectories">The rollout.</param>
    /// <param name="stepsBefore">Environment steps of the run before it.</param>
    /// <param name="timeLimit">Steps after which an episode is truncated; 0 for never.</param>
    internal void Read(TrajectoryBuffers trajectories, long stepsBefore, int timeLimit)
    {
        int count = trajectories.Owner.ReadEpisodes(trajectories, endings);
        endedCount = 0;
        for (int k = 0; k < count; k++)
        {
            EpisodeEnding ending = endings[k];
            long step = stepsBefore + ending.Row + 1;
            long age = (step + trajectories.Environments - 1) / trajectories.Environments;

            // An episode longer than the run began with its clock ahead: where the clock ended it, it is no whole one.
            if (ending.Length > age && ending.Length == timeLimit)
            {
                continue;
            }

            EpisodeRecord episode = new(step, ending.Return, (int)long.Min(ending.Length, age));
            ended[endedCount++] = episode;
            window[Total++ % Window] = episode;
        }
    }

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    /// <param name="state">[StateLength] finite numbers.</param>
    /// <param name="steps">Environment steps of the run so far.</param>
    internal static string? FaultOf(ReadOnlySpan<double> state, long steps)
    {
        for (int k = 0; k < state.Length; k++)
        {
            // The number of episodes, then step, return and length of each: all counts but the returns.
            bool isReturn = k % 3 == 2;
            if (!isReturn && !(state[k] >= 0 && state[k] <= steps && double.IsInteger(state[k])))
            {
                return $"element {k} is {state[k]}, expected a whole number from 0 to {steps}";
            }
        }

        return null;
    }

    internal double[] ReadState()
    {
        double[] state = new double[StateLength];
        state[0] = Total;
        for (int k = 0; k < Window; k++)
        {
            state[1 + (3 * k)] = window[k].Step;
            state[2 + (3 * k)] = window[k].Return;
            state[3 + (3 * k)] = window[k].Length;
        }

        return state;
    }

    internal void WriteState(ReadOnlySpan<double> state)
    {
        Total = (long)state[0];
        for (int k = 0; k < Window; k++)
        {
            window[k] = new EpisodeRecord((long)state[1 + (3 * k)], state[2 + (3 * k)], (int)state[3 + (3 * k)]);
        }
    }

    private double Mean(Func<EpisodeRecord, double> quantity)
    {
        int count = (int)Math.Min(Total, Window);
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            sum += quantity(window[k]);
        }

        return count > 0 ? sum / count : double.NaN;
    }
}
