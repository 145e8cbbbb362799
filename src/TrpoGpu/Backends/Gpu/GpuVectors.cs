using System;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Rollouts;
using TrpoGpu.Kernels.Solver;

namespace TrpoGpu.Backends.Gpu;

/// <summary>Advantages, statistics and vectors on a device; kernels are compiled at their first launch.</summary>
internal sealed class GpuVectors : IDisposable
{
    private readonly DeviceKernels kernels;
    private readonly AcceleratorStream stream;
    private readonly AcceleratorStream transfers;
    private readonly DeviceMemoryBudget? budget;
    private readonly DeviceBlocks memory;
    private readonly ArrayView<double> partials;
    private readonly ArrayView<double> statistics;
    private readonly double[] numbers = new double[Statistics.Count];
    private Action<AcceleratorStream, KernelConfig, GeneralizedAdvantageArguments>? advantages;
    private Action<AcceleratorStream, KernelConfig, MeanAndVarianceArguments>? sumDeviations;
    private Action<AcceleratorStream, KernelConfig, MeanAndVarianceArguments>? finishStatistics;
    private Action<AcceleratorStream, KernelConfig, StandardizeArguments>? standardize;
    private Action<AcceleratorStream, KernelConfig, DotProductArguments>? sumProducts;
    private Action<AcceleratorStream, KernelConfig, DotProductArguments>? finishDot;
    private Action<AcceleratorStream, KernelConfig, AddScaledArguments>? addScaled;
    private Action<AcceleratorStream, KernelConfig, AdamStepArguments>? adamStep;
    private Action<AcceleratorStream, KernelConfig, CenterBranchesArguments>? centerBranches;
    private EpisodeReader? episodes;

    /// <summary>Allocates what sums need.</summary>
    /// <param name="kernels">Compiled kernels.</param>
    /// <param name="stream">Where everything is launched, in order.</param>
    /// <param name="budget">Who counts the memory; nobody if null.</param>
    internal GpuVectors(DeviceKernels kernels, AcceleratorStream stream, DeviceMemoryBudget? budget = null)
    {
        this.budget = budget;
        this.kernels = kernels;
        this.stream = stream;
        transfers = kernels.Accelerator.CreateStream();
        Sizes = new GroupSizes(kernels.Accelerator);
        memory = new DeviceBlocks(kernels.Accelerator, stream, budget, "sums");
        partials = memory.Allocate<double>(2L * Sizes.SumGroups(int.MaxValue));
        statistics = memory.Allocate<double>(Statistics.Count);
    }

    /// <summary>Launches.</summary>
    internal GroupSizes Sizes { get; }

    /// <summary>See <see cref="ComputeBackend.Advantages"/>.</summary>
    internal void Advantages(
        in TrajectoryMemory trajectories, int environments, float discount, float gaeLambda, float rewardScale,
        ArrayView<float> advantages, ArrayView<float> returns)
    {
        this.advantages ??= kernels.Load<GeneralizedAdvantageArguments>(GeneralizedAdvantage.Kernel);
        this.advantages(stream, Sizes.ForEach(environments), new GeneralizedAdvantageArguments
        {
            Environments = environments,
            Discount = discount,
            TraceDecay = (float)((double)discount * gaeLambda),
            RewardScale = rewardScale,
            Trajectories = trajectories,
            Advantages = advantages,
            Returns = returns,
        });
    }

    /// <summary>See <see cref="ComputeBackend.CenterBranches"/>.</summary>
    internal void CenterBranches(
        ArrayView<float> values, ArrayView<float> logProbabilities, int groups, int copies, bool isFullSum,
        ArrayView<float> weights)
    {
        centerBranches ??= kernels.Load<CenterBranchesArguments>(TrpoGpu.Kernels.Rollouts.CenterBranches.Kernel);
        centerBranches(stream, Sizes.ForEach(groups), new CenterBranchesArguments
        {
            Groups = groups,
            Copies = copies,
            IsFullSum = isFullSum ? 1 : 0,
            Values = values,
            LogProbabilities = logProbabilities,
            Weights = weights,
        });
    }

    /// <summary>See <see cref="ComputeBackend.Standardize"/>.</summary>
    internal void Standardize(ArrayView<float> values, int count)
    {
        MeasureStatistics(values, count);
        standardize ??= kernels.Load<StandardizeArguments>(TrpoGpu.Kernels.Solver.Standardize.Kernel);
        standardize(stream, Sizes.ForEach(count), new StandardizeArguments
        {
            Count = count,
            Values = values,
            Statistics = statistics,
        });
    }

    /// <summary>See <see cref="ComputeBackend.ReadMeanAndVariance"/>.</summary>
    internal (double Mean, double Variance) ReadMeanAndVariance(ArrayView<float> values, int count)
    {
        MeasureStatistics(values, count);
        statistics.CopyToCPU(stream, numbers.AsSpan());
        return (numbers[Statistics.Mean], numbers[Statistics.Variance]);
    }

    /// <summary>See <see cref="ComputeBackend.ReadDot"/>.</summary>
    internal double ReadDot(ArrayView<float> left, ArrayView<float> right, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        sumProducts ??= kernels.Load<DotProductArguments>(DotProduct.SumKernel);
        finishDot ??= kernels.Load<DotProductArguments>(DotProduct.FinishKernel);
        DotProductArguments arguments = new()
        {
            Count = count,
            Groups = Sizes.SumGroups(count),
            Left = left,
            Right = right,
            Partials = partials,
            Result = statistics,
        };
        sumProducts(stream, Sizes.Sum(count), arguments);
        finishDot(stream, Sizes.Groups<double>(1, 1), arguments);
        statistics.SubView(0, 1).CopyToCPU(stream, numbers.AsSpan(0, 1));
        return numbers[0];
    }

    /// <summary>See <see cref="ComputeBackend.AddScaled"/>.</summary>
    internal void AddScaled(
        ArrayView<float> x, float scale, ArrayView<float> direction, ArrayView<float> result, int count)
    {
        if (count == 0)
        {
            return;
        }

        addScaled ??= kernels.Load<AddScaledArguments>(TrpoGpu.Kernels.Solver.AddScaled.Kernel);
        addScaled(stream, Sizes.ForEach(count), new AddScaledArguments
        {
            Count = count,
            Scale = scale,
            X = x,
            Direction = direction,
            Result = result,
        });
    }

    /// <summary>See <see cref="ComputeBackend.AdamStep"/>.</summary>
    internal void AdamStep(
        ArrayView<float> parameters, ArrayView<float> gradient, ArrayView<float> firstMoment,
        ArrayView<float> secondMoment, int count, long step, AdamOptions options)
    {
        if (count == 0)
        {
            return;
        }

        adamStep ??= kernels.Load<AdamStepArguments>(TrpoGpu.Kernels.Solver.AdamStep.Kernel);
        adamStep(stream, Sizes.ForEach(count), new AdamStepArguments
        {
            Count = count,
            Rate = options.LearningRate,
            FirstDecay = options.FirstDecay,
            FirstGain = (float)(1.0 - options.FirstDecay),
            FirstCorrection = (float)(1.0 / (1.0 - Math.Pow(options.FirstDecay, step))),
            SecondDecay = options.SecondDecay,
            SecondGain = (float)(1.0 - options.SecondDecay),
            SecondCorrection = (float)(1.0 / (1.0 - Math.Pow(options.SecondDecay, step))),
            Floor = options.Floor,
            Parameters = parameters,
            Gradient = gradient,
            FirstMoment = firstMoment,
            SecondMoment = secondMoment,
        });
    }

    /// <summary>
    /// See <see cref="ComputeBackend.BeginReadEpisodes"/>; what fills the trajectories must be done. Works on a stream
    /// of its own, beside what is computed meanwhile.
    /// </summary>
    internal void BeginReadEpisodes(in TrajectoryMemory trajectories, int rows)
    {
        if (episodes is null || episodes.Rows < rows)
        {
            episodes?.Dispose();
            episodes = new EpisodeReader(kernels, transfers, Sizes, budget, rows);
        }

        episodes.Begin(trajectories, rows);
    }

    /// <summary>See <see cref="ComputeBackend.ReadEpisodes"/>: those that were begun.</summary>
    internal int EndReadEpisodes(Span<EpisodeEnding> destination) =>
        episodes!.End(MemoryMarshal.Cast<EpisodeEnding, EndedEpisode>(destination));

    /// <inheritdoc/>
    public void Dispose()
    {
        episodes?.Dispose();
        memory.Dispose();
        transfers.Dispose();
    }

    private void MeasureStatistics(ArrayView<float> values, int count)
    {
        sumDeviations ??= kernels.Load<MeanAndVarianceArguments>(MeanAndVariance.SumKernel);
        finishStatistics ??= kernels.Load<MeanAndVarianceArguments>(MeanAndVariance.FinishKernel);
        MeanAndVarianceArguments arguments = new()
        {
            Count = count,
            Groups = Sizes.SumGroups(count),
            Values = values,
            Partials = partials,
            Statistics = statistics,
        };
        for (int sweep = 0; sweep < 2; sweep++)
        {
            arguments.Sweep = sweep;
            sumDeviations(stream, Sizes.Sum(count), arguments);
            finishStatistics(stream, Sizes.Groups<double>(1, 1), arguments);
        }
    }
}
