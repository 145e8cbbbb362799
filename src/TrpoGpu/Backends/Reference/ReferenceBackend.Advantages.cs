using System;

namespace TrpoGpu.Backends.Reference;

/// <content>Advantages.</content>
public sealed partial class ReferenceBackend
{
    private protected override void AdvantagesCore(
        TrajectoryBuffers trajectories, float discount, float gaeLambda, float rewardScale,
        ComputeBuffer advantages, ComputeBuffer returns)
    {
        double[] values = Values(trajectories.Values);
        for (int n = 0; n < trajectories.Environments; n++)
        {
            double nextValue = Values(trajectories.LastValues)[n];
            double nextAdvantage = 0;
            for (int t = trajectories.Steps - 1; t >= 0; t--)
            {
                int row = (t * trajectories.Environments) + n;
                EpisodeEnd end = (EpisodeEnd)(int)Values(trajectories.Ends)[row];
                if (end != EpisodeEnd.None)
                {
                    nextValue = end == EpisodeEnd.Truncated ? Values(trajectories.FinalValues)[row] : 0;
                    nextAdvantage = 0;
                }

                double reward = (double)rewardScale * Values(trajectories.Rewards)[row];
                double delta = reward + (discount * nextValue) - values[row];
                double advantage = delta + ((double)discount * gaeLambda * nextAdvantage);
                Values(advantages)[row] = advantage;
                Values(returns)[row] = advantage + values[row];
                nextValue = values[row];
                nextAdvantage = advantage;
            }
        }
    }

    private protected override void StandardizeCore(ComputeBuffer values, int count)
    {
        Span<double> x = Values(values).AsSpan(0, count);
        bool allEqual = true;
        foreach (double value in x)
        {
            // A NaN equals nothing, itself included.
            allEqual &= value == x[0];
        }

        if (allEqual)
        {
            x.Clear();
            return;
        }

        (double mean, double variance) = ReadMeanAndVarianceCore(values, count);
        foreach (ref double value in x)
        {
            value = (value - mean) / Math.Sqrt(variance);
        }
    }

    private protected override (double Mean, double Variance) ReadMeanAndVarianceCore(
        ComputeBuffer values, int count)
    {
        ReadOnlySpan<double> x = Values(values).AsSpan(0, count);
        double sum = 0;
        foreach (double value in x)
        {
            sum += value;
        }

        double mean = sum / count;
        double squares = 0;
        foreach (double value in x)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares / count);
    }
}
