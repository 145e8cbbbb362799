using System;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Rollouts;

namespace TrpoGpu.Backends.Cpu;

/// <content>Vine sampling.</content>
public sealed partial class CpuBackend
{
    private protected override void BranchEnvironmentsCore(
        EnvironmentBatch trunk, EnvironmentBatch branches, int copies, long stepsTaken) =>
        ((CpuEnvironments)branches).BranchFrom((CpuEnvironments)trunk, copies, stepsTaken);

    // A few operations a row, one after the other: the rows are few beside the steps that they stand for.
    private protected override unsafe void CenterBranchesCore(
        ComputeBuffer values, ComputeBuffer logProbabilities, int groups, int copies, BranchWeighting weighting,
        ComputeBuffer weights)
    {
        float* x = Pointer(values);
        float* log = Pointer(logProbabilities);
        float* result = Pointer(weights);
        bool isFullSum = weighting == BranchWeighting.FullSum;
        for (int g = 0; g < groups; g++)
        {
            double sum = 0;
            double total = 0;
            for (int k = 0; k < copies; k++)
            {
                BranchWeights.Add(x[k], new Float32(log[k]), isFullSum, ref sum, ref total);
            }

            double mean = sum / total;
            for (int k = 0; k < copies; k++)
            {
                result[k] = BranchWeights.Weight(x[k], new Float32(log[k]), isFullSum, copies, mean);
            }

            x += copies;
            log += copies;
            result += copies;
        }

        GC.KeepAlive(values);
        GC.KeepAlive(logProbabilities);
        GC.KeepAlive(weights);
    }
}
