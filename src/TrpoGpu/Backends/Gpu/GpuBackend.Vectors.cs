using ILGPU.Runtime;
using TrpoGpu.Kernels.Rollouts;

namespace TrpoGpu.Backends.Gpu;

/// <content>Vectors: copies, sums, Adam, standardisation.</content>
internal sealed partial class GpuBackend
{
    private protected override void CopyCore(
        ComputeBuffer source, ComputeBuffer destination, int start, int count)
    {
        if (count > 0)
        {
            View(source).SubView(0, count).CopyTo(Stream, View(destination).SubView(start, count));
        }
    }

    private protected override void AddScaledCore(
        ComputeBuffer x, float scale, ComputeBuffer direction, ComputeBuffer result, int count) =>
        vectors.AddScaled(View(x), scale, View(direction), View(result), count);

    private protected override double ReadDotCore(ComputeBuffer left, ComputeBuffer right, int count)
    {
        CountRead();
        return vectors.ReadDot(View(left), View(right), count);
    }

    private protected override void AdamStepCore(
        ComputeBuffer parameters, ComputeBuffer gradient, ComputeBuffer firstMoment, ComputeBuffer secondMoment,
        long step, AdamOptions options) =>
        vectors.AdamStep(
            View(parameters), View(gradient), View(firstMoment), View(secondMoment), parameters.Length, step, options);

    private protected override void AdvantagesCore(
        TrajectoryBuffers trajectories, float discount, float gaeLambda, float rewardScale,
        ComputeBuffer advantages, ComputeBuffer returns) =>
        vectors.Advantages(
            Views(trajectories), trajectories.Environments, discount, gaeLambda, rewardScale, View(advantages),
            View(returns));

    private protected override void StandardizeCore(ComputeBuffer values, int count) =>
        vectors.Standardize(View(values), count);

    private protected override (double Mean, double Variance) ReadMeanAndVarianceCore(
        ComputeBuffer values, int count)
    {
        CountRead();
        return vectors.ReadMeanAndVariance(View(values), count);
    }

    private static TrajectoryMemory Views(TrajectoryBuffers trajectories) => new()
    {
        Steps = trajectories.Steps,
        Observations = View(trajectories.Observations),
        Actions = View(trajectories.Actions),
        LogProbabilities = View(trajectories.LogProbabilities),
        Rewards = View(trajectories.Rewards),
        Values = View(trajectories.Values),
        FinalValues = View(trajectories.FinalValues),
        LastValues = View(trajectories.LastValues),
        Ends = View(trajectories.Ends),
        EpisodeReturns = View(trajectories.EpisodeReturns),
        EpisodeLengths = View(trajectories.EpisodeLengths),
    };
}
