using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Rollouts;

namespace TrpoGpu.Backends.Gpu;

/// <summary>N copies of an environment in device memory.</summary>
internal abstract class GpuEnvironments : EnvironmentBatch
{
    private readonly Action<AcceleratorStream, KernelConfig, MergeMomentsArguments> mergeMoments;
    private readonly double[] moments;
    private MergeMomentsArguments merge;
    private Action<AcceleratorStream, KernelConfig, BranchEnvironmentsArguments>? branch;

    private protected GpuEnvironments(
        ComputeBackend owner, EnvironmentSpec spec, int count, ulong seed, DeviceKernels kernels,
        AcceleratorStream stream, DeviceMemoryBudget? budget)
        : base(owner, spec, count, seed)
    {
        Kernels = kernels;
        Stream = stream;
        Sizes = new GroupSizes(kernels.Accelerator);
        Budget = budget;
        Memory = new DeviceBlocks(kernels.Accelerator, stream, budget, "environments");
        Lengths = Memory.Allocate<int>(count);
        Returns = Memory.Allocate<double>(count);
        DiscountedReturns = Memory.Allocate<double>(count);
        Truncations = Memory.Allocate<int>(count);
        Moments = Memory.Allocate<double>(MomentSums.Length(count, spec.ObservationSize));
        moments = new double[2 * (spec.ObservationSize + 1)];
        mergeMoments = kernels.Load<MergeMomentsArguments>(MergeMoments.Kernel);
        merge = new MergeMomentsArguments
        {
            Environments = count,
            Inputs = spec.ObservationSize,
            Sums = Moments,
            Moments = Memory.Allocate<double>(moments.Length),
        };
    }

    /// <summary>Launches.</summary>
    internal GroupSizes Sizes { get; }

    /// <summary>Compiled kernels.</summary>
    internal DeviceKernels Kernels { get; }

    /// <summary>Where everything is launched, in order.</summary>
    internal AcceleratorStream Stream { get; }

    /// <summary>Who counts the memory; nobody if null.</summary>
    internal DeviceMemoryBudget? Budget { get; }

    /// <summary>[N] steps of the current episodes.</summary>
    internal ArrayView<int> Lengths { get; }

    /// <summary>[N] undiscounted returns of the current episodes so far.</summary>
    internal ArrayView<double> Returns { get; }

    /// <summary>[N] running discounted returns.</summary>
    internal ArrayView<double> DiscountedReturns { get; }

    /// <summary>[N] episodes that a rollout truncates.</summary>
    internal ArrayView<int> Truncations { get; }

    /// <summary>Sums over the last rollout.</summary>
    internal ArrayView<double> Moments { get; }

    /// <summary>Components of a state.</summary>
    internal abstract int StateSize { get; }

    /// <summary>[N,components] states as numbers.</summary>
    internal abstract ArrayView<float> StateNumbers { get; }

    /// <inheritdoc/>
    public override int StateLength => Count * (StateSize + ClockNumbers);

    /// <summary>What is disposed of with the environments.</summary>
    private protected DeviceBlocks Memory { get; }

    /// <summary>Creates the environments of a specification, in their start states.</summary>
    /// <exception cref="ArgumentException">There are no dynamics for it.</exception>
    internal static GpuEnvironments Create(
        ComputeBackend owner, EnvironmentSpec spec, int count, ulong seed, DeviceKernels kernels,
        AcceleratorStream stream, DeviceMemoryBudget? budget = null) =>
        GpuEnvironmentKind.For(spec).Create(owner, count, seed, kernels, stream, budget);

    /// <summary>Bytes that N of them take.</summary>
    /// <param name="spec">What they are.</param>
    /// <param name="count">N.</param>
    /// <param name="kind">Their code.</param>
    internal static long BytesFor(EnvironmentSpec spec, int count, GpuEnvironmentKind kind)
    {
        long sums = MomentSums.Length(count, spec.ObservationSize) + (2L * (spec.ObservationSize + 1));
        return (count * ((2L * sizeof(int)) + (2 * sizeof(double)) + kind.StateBytes)) + (sizeof(double) * sums)
            + kind.StepBytes(count);
    }

    /// <summary>Launches a rollout; <see cref="EnvironmentBatch.StepsTaken"/> counts it at once.</summary>
    internal abstract void Rollout(in RolloutRequest request);

    /// <summary>See <see cref="ComputeBackend.BranchEnvironments"/>.</summary>
    internal void BranchFrom(GpuEnvironments trunk, int copies, long stepsTaken)
    {
        branch ??= Kernels.Load<BranchEnvironmentsArguments>(BranchEnvironments.Kernel);
        branch(Stream, Sizes.ForEach(Count * StateSize), new BranchEnvironmentsArguments
        {
            Branches = Count,
            Copies = copies,
            StateSize = StateSize,
            TrunkStates = trunk.StateNumbers,
            TrunkLengths = trunk.Lengths,
            TrunkReturns = trunk.Returns,
            TrunkDiscountedReturns = trunk.DiscountedReturns,
            States = StateNumbers,
            Lengths = Lengths,
            Returns = Returns,
            DiscountedReturns = DiscountedReturns,
        });
        StepsTaken = stepsTaken;
    }

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
        CheckStateLength(destination.Length);
        float[] states = new float[Count * StateSize];
        int[] lengths = new int[Count];
        double[] returns = new double[Count];
        double[] discountedReturns = new double[Count];
        StateNumbers.CopyToCPU(Stream, states.AsSpan());
        Lengths.CopyToCPU(Stream, lengths.AsSpan());
        Returns.CopyToCPU(Stream, returns.AsSpan());
        DiscountedReturns.CopyToCPU(Stream, discountedReturns.AsSpan());
        int k = 0;
        for (int n = 0; n < Count; n++)
        {
            for (int component = 0; component < StateSize; component++)
            {
                destination[k++] = states[(n * StateSize) + component];
            }

            destination[k++] = lengths[n];
            destination[k++] = returns[n];
            destination[k++] = discountedReturns[n];
        }
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source, long stepsTaken)
    {
        CheckStateLength(source.Length);
        float[] states = new float[Count * StateSize];
        int[] lengths = new int[Count];
        double[] returns = new double[Count];
        double[] discountedReturns = new double[Count];
        int k = 0;
        for (int n = 0; n < Count; n++)
        {
            for (int component = 0; component < StateSize; component++)
            {
                states[(n * StateSize) + component] = (float)source[k++];
            }

            lengths[n] = (int)source[k++];
            returns[n] = source[k++];
            discountedReturns[n] = source[k++];
        }

        StateNumbers.CopyFromCPU(Stream, states);
        Lengths.CopyFromCPU(Stream, lengths);
        Returns.CopyFromCPU(Stream, returns);
        DiscountedReturns.CopyFromCPU(Stream, discountedReturns);
        StepsTaken = stepsTaken;
    }

    /// <inheritdoc/>
    public override void ReadMoments(Span<double> means, Span<double> squaredDeviations)
    {
        int components = Spec.ObservationSize + 1;
        mergeMoments(Stream, Sizes.Groups<double>(components, 3), merge);
        merge.Moments.CopyToCPU(Stream, moments.AsSpan());
        moments.AsSpan(0, components).CopyTo(means);
        moments.AsSpan(components).CopyTo(squaredDeviations);
    }

    /// <inheritdoc/>
    public override void Dispose() => Memory.Dispose();

    /// <summary>Counts the steps of a rollout.</summary>
    private protected void CountSteps(int steps)
    {
        StepsTaken += steps;
        merge.Steps = steps;
    }

    private void CheckStateLength(int length)
    {
        if (length != StateLength)
        {
            throw new ArgumentException(
                $"{Spec.Id}: a state of {length} numbers, expected {StateLength} for N = {Count}.");
        }
    }
}
