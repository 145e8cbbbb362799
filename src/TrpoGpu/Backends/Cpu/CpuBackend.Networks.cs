using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Cpu;

/// <content>Networks over batches.</content>
public sealed partial class CpuBackend
{
    // Multiply-adds below which other threads stay asleep: one core does them in the time that waking another
    // takes.
    private const long AloneBelow = 1 << 20;

    // What a sweep costs in forward passes: forward, weight gradient and input gradient; with a tangent, one
    // more.
    private const int GradientPasses = 3;
    private const int FisherPasses = 4;

    private protected override void ForwardCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer outputs)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.Forward.Outputs = (CpuBuffer)outputs;
        Infer(w, w.Forward, parameters, observations, rows);
    }

    private protected override void ModeCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer actions)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.Mode.Actions = (CpuBuffer)actions;
        Infer(w, w.Mode, parameters, observations, rows);
    }

    private protected override void SampleCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        NoiseKey noise, ComputeBuffer actions, ComputeBuffer logProbabilities)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.Sample.Noise = noise;
        w.Sample.Actions = (CpuBuffer)actions;
        w.Sample.LogProbabilities = (CpuBuffer)logProbabilities;
        Infer(w, w.Sample, parameters, observations, rows);
    }

    private protected override void LoadCore(
        NetworkWorkspace workspace, in SampleBatch batch, RowOrder order, int first, int rows)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.Load.Batch = batch;
        w.Load.Order = order;
        w.Load.First = first;
        w.Load.Rows = rows;
        pool.Run(w.Load, Tile.Count(rows), IsSmall(w, rows, 1));
    }

    private protected override void SurrogateGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        FormGradient(w, w.SurrogateGradient, parameters, gradient);
    }

    private protected override void LikelihoodGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        FormGradient(w, w.LikelihoodGradient, parameters, gradient);
    }

    private protected override void PrepareFisherCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, int rowStride, FisherKind kind)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        int rows = ((w.Rows - 1) / rowStride) + 1;
        w.FisherProduct.Kind = kind;
        w.FisherProduct.RowStride = rowStride;
        w.FisherProduct.Rows = rows;
        if (rowStride > 1)
        {
            w.AllocateEveryNthTiles(rowStride);
            w.FisherGather.Parameters = (CpuBuffer)parameters;
            w.FisherGather.RowStride = rowStride;
            w.FisherGather.Rows = rows;
            pool.Run(w.FisherGather, Tile.Count(rows), IsSmall(w, rows, 1));
        }
        else if (!w.HasActivations)
        {
            w.KeepActivations.Parameters = (CpuBuffer)parameters;
            w.KeepActivations.Rows = rows;
            pool.Run(w.KeepActivations, Tile.Count(rows), IsSmall(w, rows, 1));
            w.HasActivations = true;
        }
    }

    private protected override void FisherVectorProductCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer direction, float damping,
        ComputeBuffer product)
    {
        CpuWorkspace w = (CpuWorkspace)workspace;
        w.FisherProduct.Direction = (CpuBuffer)direction;
        w.Reduction.Direction = (CpuBuffer)direction;
        w.Reduction.Damping = damping;
        Differentiate(w, w.FisherProduct, parameters, w.FisherProduct.Rows, FisherPasses, product);
        w.Reduction.Direction = null;
    }

    private protected override SurrogateTerms ReadSurrogateCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) =>
        SurrogateTerms((CpuWorkspace)workspace, (CpuBuffer)parameters);

    private protected override SurrogateTerms ReadSurrogateAtGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) =>
        SurrogateTerms((CpuWorkspace)workspace, null);

    private protected override double ReadNegativeLogLikelihoodCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) =>
        NegativeLogLikelihood((CpuWorkspace)workspace, (CpuBuffer)parameters);

    private protected override double ReadNegativeLogLikelihoodAtGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) =>
        NegativeLogLikelihood((CpuWorkspace)workspace, null);

    private void Infer(
        CpuWorkspace w, InferenceWork work, ComputeBuffer parameters, ComputeBuffer observations, int rows)
    {
        work.Parameters = (CpuBuffer)parameters;
        work.Observations = (CpuBuffer)observations;
        work.Rows = rows;
        pool.Run(work, Tile.Count(rows), IsSmall(w, rows, 1));
    }

    private SurrogateTerms SurrogateTerms(CpuWorkspace w, CpuBuffer? candidate)
    {
        Evaluate(w, w.SurrogateTerms, candidate);
        return w.SurrogateTerms.Means();
    }

    private double NegativeLogLikelihood(CpuWorkspace w, CpuBuffer? candidate)
    {
        Evaluate(w, w.LikelihoodTerms, candidate);
        return w.LikelihoodTerms.MeanNegative();
    }

    private void Evaluate(CpuWorkspace w, TermsWork work, CpuBuffer? candidate)
    {
        work.Parameters = candidate;
        work.Rows = w.Rows;
        pool.Run(work, Tile.Count(w.Rows), IsSmall(w, w.Rows, 1));
    }

    private void FormGradient(CpuWorkspace w, GradientWork work, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        work.KeepsActivations = w.ExpectedRowStride == 1;
        Differentiate(w, work, parameters, w.Rows, GradientPasses, gradient);
        w.HasActivations = work.KeepsActivations;
    }

    private void Differentiate(
        CpuWorkspace w, GradientWork work, ComputeBuffer parameters, int rows, int passes,
        ComputeBuffer gradient)
    {
        int length = w.Network.Gradient.Length;
        work.Parameters = (CpuBuffer)parameters;
        work.Rows = rows;
        work.Partition = new BatchPartition(rows, length);
        pool.Run(work, work.Partition.Chunks, IsSmall(w, rows, passes));
        w.Reduction.Result = (CpuBuffer)gradient;
        w.Reduction.Chunks = work.Partition.Chunks;
        pool.Run(w.Reduction, w.Reduction.Items, (long)work.Partition.Chunks * length < AloneBelow);
    }

    private static bool IsSmall(CpuWorkspace w, int rows, int passes) =>
        (long)rows * w.Shape.ParameterCount * passes < AloneBelow;
}
