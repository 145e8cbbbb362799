using System;

namespace TrpoGpu.Backends.Cpu;

/// <content>Vectors: copies, sums, Adam, standardisation.</content>
public sealed unsafe partial class CpuBackend
{
    // A step of one environment moves six floats: about this many multiply-adds of time.
    private const int AdvantageStepCost = 32;

    private protected override void CopyCore(
        ComputeBuffer source, ComputeBuffer destination, int start, int count)
    {
        new ReadOnlySpan<float>(Pointer(source), count).CopyTo(new Span<float>(Pointer(destination) + start, count));
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    private protected override void AddScaledCore(
        ComputeBuffer x, float scale, ComputeBuffer direction, ComputeBuffer result, int count)
    {
        vectors.AddScaled(Pointer(x), scale, Pointer(direction), Pointer(result), count);
        GC.KeepAlive(x);
        GC.KeepAlive(direction);
        GC.KeepAlive(result);
    }

    private protected override double ReadDotCore(ComputeBuffer left, ComputeBuffer right, int count)
    {
        double dot = WideSums.Dot(Pointer(left), Pointer(right), count);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return dot;
    }

    private protected override void AdamStepCore(
        ComputeBuffer parameters, ComputeBuffer gradient, ComputeBuffer firstMoment,
        ComputeBuffer secondMoment,
        long step, AdamOptions options)
    {
        vectors.AdamStep(
            Pointer(parameters), Pointer(gradient), Pointer(firstMoment), Pointer(secondMoment),
            parameters.Length, step, options);
        GC.KeepAlive(parameters);
        GC.KeepAlive(gradient);
        GC.KeepAlive(firstMoment);
        GC.KeepAlive(secondMoment);
    }

    private protected override void AdvantagesCore(
        TrajectoryBuffers trajectories, float discount, float gaeLambda, float rewardScale,
        ComputeBuffer advantages, ComputeBuffer returns)
    {
        ref AdvantageViews views = ref this.advantages.Views;
        views.Steps = trajectories.Steps;
        views.Environments = trajectories.Environments;
        views.Discount = discount;
        views.TraceDecay = (float)((double)discount * gaeLambda);
        views.RewardScale = rewardScale;
        views.Rewards = Pointer(trajectories.Rewards);
        views.Values = Pointer(trajectories.Values);
        views.FinalValues = Pointer(trajectories.FinalValues);
        views.LastValues = Pointer(trajectories.LastValues);
        views.Ends = Pointer(trajectories.Ends);
        views.Advantages = Pointer(advantages);
        views.Returns = Pointer(returns);
        pool.Run(this.advantages, this.advantages.Items, trajectories.Rows < AloneBelow / AdvantageStepCost);
        GC.KeepAlive(trajectories);
        GC.KeepAlive(advantages);
        GC.KeepAlive(returns);
    }

    private protected override void StandardizeCore(ComputeBuffer values, int count)
    {
        Span<float> x = new(Pointer(values), count);
        if (AllEqual(x))
        {
            x.Clear();
            return;
        }

        (double mean, double variance) = ReadMeanAndVarianceCore(values, count);
        double scale = 1 / Math.Sqrt(variance);
        foreach (ref float value in x)
        {
            value = (float)((value - mean) * scale);
        }

        GC.KeepAlive(values);
    }

    private protected override (double Mean, double Variance) ReadMeanAndVarianceCore(
        ComputeBuffer values, int count)
    {
        double mean = WideSums.SumOfDeviations(Pointer(values), 0, squared: false, count) / count;
        double variance = WideSums.SumOfDeviations(Pointer(values), mean, squared: true, count) / count;
        GC.KeepAlive(values);
        return (mean, variance);
    }

    // A NaN equals nothing, itself included.
    private static bool AllEqual(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (value != values[0])
            {
                return false;
            }
        }

        return true;
    }
}
