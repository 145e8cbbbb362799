using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Batches;
using TrpoGpu.Kernels.Kronecker;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Solver;

namespace TrpoGpu.Backends.Gpu;

/// <summary>The launchers of kernels that no network's type enters, each compiled when it is first asked for.</summary>
internal sealed class DeviceLaunches(DeviceKernels kernels)
{
    private Action<AcceleratorStream, KernelConfig, LoadTilesArguments>? loadTiles;
    private Action<AcceleratorStream, KernelConfig, StoreRowsArguments>? storeRows;
    private Action<AcceleratorStream, KernelConfig, GatherRowsArguments>? gatherRows;
    private Action<AcceleratorStream, KernelConfig, TransposeWeightsArguments>? transpose;
    private Action<AcceleratorStream, KernelConfig, TermsReductionArguments>? termsReduction;
    private Action<AcceleratorStream, KernelConfig, GradientReductionArguments>? gradientReduction;
    private Action<AcceleratorStream, KernelConfig, BeginConjugateGradientArguments>? begin;
    private Action<AcceleratorStream, KernelConfig, ConjugateGradientStepArguments>? step;
    private Action<AcceleratorStream, KernelConfig, FinishConjugateGradientArguments>? finish;
    private Action<AcceleratorStream, KernelConfig, SecondMomentsArguments>? secondMoments;
    private Action<AcceleratorStream, KernelConfig, MomentReductionArguments>? momentReduction;
    private Action<AcceleratorStream, KernelConfig, KroneckerProductArguments>? kroneckerLeft;
    private Action<AcceleratorStream, KernelConfig, KroneckerProductArguments>? kroneckerRight;

    internal Action<AcceleratorStream, KernelConfig, LoadTilesArguments> LoadTiles =>
        loadTiles ??= kernels.Load<LoadTilesArguments>(Kernels.Batches.LoadTiles.Kernel);

    internal Action<AcceleratorStream, KernelConfig, StoreRowsArguments> StoreRows =>
        storeRows ??= kernels.Load<StoreRowsArguments>(Kernels.Batches.StoreRows.Kernel);

    internal Action<AcceleratorStream, KernelConfig, GatherRowsArguments> GatherRows =>
        gatherRows ??= kernels.Load<GatherRowsArguments>(Kernels.Batches.GatherRows.Kernel);

    internal Action<AcceleratorStream, KernelConfig, TransposeWeightsArguments> Transpose =>
        transpose ??= kernels.Load<TransposeWeightsArguments>(TransposeWeights.Kernel);

    internal Action<AcceleratorStream, KernelConfig, TermsReductionArguments> TermsReduction =>
        termsReduction ??= kernels.Load<TermsReductionArguments>(Kernels.Policy.TermsReduction.Kernel);

    internal Action<AcceleratorStream, KernelConfig, GradientReductionArguments> GradientReduction =>
        gradientReduction ??= kernels.Load<GradientReductionArguments>(Kernels.Solver.GradientReduction.Kernel);

    internal Action<AcceleratorStream, KernelConfig, BeginConjugateGradientArguments> BeginConjugateGradient =>
        begin ??= kernels.Load<BeginConjugateGradientArguments>(Kernels.Solver.BeginConjugateGradient.Kernel);

    internal Action<AcceleratorStream, KernelConfig, ConjugateGradientStepArguments> ConjugateGradientStep =>
        step ??= kernels.Load<ConjugateGradientStepArguments>(Kernels.Solver.ConjugateGradientStep.Kernel);

    internal Action<AcceleratorStream, KernelConfig, FinishConjugateGradientArguments> FinishConjugateGradient =>
        finish ??= kernels.Load<FinishConjugateGradientArguments>(Kernels.Solver.FinishConjugateGradient.Kernel);

    internal Action<AcceleratorStream, KernelConfig, SecondMomentsArguments> SecondMoments =>
        secondMoments ??= kernels.Load<SecondMomentsArguments>(Kernels.Kronecker.SecondMoments.Kernel);

    internal Action<AcceleratorStream, KernelConfig, MomentReductionArguments> MomentReduction =>
        momentReduction ??= kernels.Load<MomentReductionArguments>(Kernels.Kronecker.MomentReduction.Kernel);

    internal Action<AcceleratorStream, KernelConfig, KroneckerProductArguments> KroneckerLeft =>
        kroneckerLeft ??= kernels.Load<KroneckerProductArguments>(KroneckerProduct.LeftKernel);

    internal Action<AcceleratorStream, KernelConfig, KroneckerProductArguments> KroneckerRight =>
        kroneckerRight ??= kernels.Load<KroneckerProductArguments>(KroneckerProduct.RightKernel);
}
