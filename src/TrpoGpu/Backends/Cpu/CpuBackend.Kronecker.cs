using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <content>Curvature that is a Kronecker product in every layer.</content>
public sealed partial class CpuBackend
{
    private protected override KroneckerWorkspace CreateKroneckerWorkspaceCore(NetworkWorkspace workspace) =>
        new CpuKronecker(this, (CpuWorkspace)workspace);

    private protected override void ReadKroneckerFactorsCore(
        KroneckerWorkspace kronecker, ComputeBuffer parameters, Span<double> destination)
    {
        CpuKronecker k = (CpuKronecker)kronecker;
        CpuWorkspace w = (CpuWorkspace)kronecker.Network;
        int rows = w.FisherProduct.Rows;
        k.Work.Parameters = (CpuBuffer)parameters;
        k.Work.Rows = rows;
        k.Work.Partition = new BatchPartition(rows, k.Length);
        pool.Run(k.Work, k.Work.Partition.Chunks, (long)rows * k.Length < AloneBelow);
        k.ReadMeans(k.Work.Partition.Chunks, rows, destination);
        GC.KeepAlive(kronecker);
    }

    private protected override KroneckerMatrices CreateKroneckerMatricesCore(KroneckerLayout layout) =>
        new CpuKroneckerMatrices(this, layout);

    private protected override void ApplyKroneckerProductCore(
        KroneckerMatrices matrices, ComputeBuffer x, ComputeBuffer y)
    {
        KroneckerProductWork work = ((CpuKroneckerMatrices)matrices).Work;
        work.X = (CpuBuffer)x;
        work.Y = (CpuBuffer)y;
        pool.Run(work, work.Items, work.MultiplyAdds < AloneBelow);
        GC.KeepAlive(matrices);
    }
}
