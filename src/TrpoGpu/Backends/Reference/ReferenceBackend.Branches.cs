using System;

namespace TrpoGpu.Backends.Reference;

/// <content>Vine sampling.</content>
public sealed partial class ReferenceBackend
{
    private protected override void BranchEnvironmentsCore(
        EnvironmentBatch trunk, EnvironmentBatch branches, int copies, long stepsTaken)
    {
        double[] from = new double[trunk.StateLength];
        trunk.ReadState(from);
        double[] to = new double[branches.StateLength];
        int size = from.Length / trunk.Count;
        for (int e = 0; e < branches.Count; e++)
        {
            Array.Copy(from, e / copies * size, to, e * size, size);
        }

        branches.WriteState(to, stepsTaken);
    }

    private protected override void CenterBranchesCore(
        ComputeBuffer values, ComputeBuffer logProbabilities, int groups, int copies, BranchWeighting weighting,
        ComputeBuffer weights)
    {
        for (int g = 0; g < groups; g++)
        {
            Span<double> x = Values(values).AsSpan(g * copies, copies);
            Span<double> log = Values(logProbabilities).AsSpan(g * copies, copies);
            Span<double> result = Values(weights).AsSpan(g * copies, copies);
            double[] weight = new double[copies];
            for (int k = 0; k < copies; k++)
            {
                weight[k] = weighting == BranchWeighting.FullSum ? Math.Exp(log[k]) : 1;
            }

            double sum = 0;
            double total = 0;
            for (int k = 0; k < copies; k++)
            {
                sum += weight[k] * x[k];
                total += weight[k];
            }

            double mean = sum / total;
            for (int k = 0; k < copies; k++)
            {
                double factor = weighting == BranchWeighting.FullSum
                    ? copies * weight[k]
                    : (double)copies / (copies - 1);
                result[k] = (x[k] - mean) * factor;
            }
        }
    }
}
