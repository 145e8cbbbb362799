namespace TrpoGpu.Backends.Gpu;

/// <content>Vine sampling.</content>
internal sealed partial class GpuBackend
{
    private protected override void BranchEnvironmentsCore(
        EnvironmentBatch trunk, EnvironmentBatch branches, int copies, long stepsTaken) =>
        ((GpuEnvironments)branches).BranchFrom((GpuEnvironments)trunk, copies, stepsTaken);

    private protected override void CenterBranchesCore(
        ComputeBuffer values, ComputeBuffer logProbabilities, int groups, int copies, BranchWeighting weighting,
        ComputeBuffer weights) =>
        vectors.CenterBranches(
            View(values), View(logProbabilities), groups, copies, weighting == BranchWeighting.FullSum, View(weights));
}
