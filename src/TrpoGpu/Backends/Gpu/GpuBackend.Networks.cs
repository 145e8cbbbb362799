using System;
using ILGPU;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Policy;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <content>Networks over batches.</content>
internal sealed partial class GpuBackend
{
    private protected override void ForwardCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer outputs)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        Infer(w, parameters, observations, rows);
        Launches.StoreRows(Stream, LaunchShape.ForEach(rows), new()
        {
            Tiles = w.Candidate.View,
            Target = View(outputs),
            Rows = rows,
            Columns = w.Shape.Head.Size.Parameters,
        });
    }

    private protected override void ModeCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer actions)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        Infer(w, parameters, observations, rows);
        w.Kernels.HeadActions(Stream, LaunchShape.ForEach(rows), new()
        {
            Rows = rows,
            Deterministic = 1,
            Size = w.Shape.Head.Size,
            Distribution = w.Candidate.View,
            Actions = View(actions),
            LogProbabilities = View(actions),
        });
    }

    private protected override void SampleCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        NoiseKey noise, ComputeBuffer actions, ComputeBuffer logProbabilities)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        Infer(w, parameters, observations, rows);
        w.Kernels.HeadActions(Stream, LaunchShape.ForEach(rows), new()
        {
            Rows = rows,
            Seed = noise.Seed,
            Step = noise.Step,
            Size = w.Shape.Head.Size,
            Distribution = w.Candidate.View,
            Actions = View(actions),
            LogProbabilities = View(logProbabilities),
        });
    }

    private protected override void LoadCore(
        NetworkWorkspace workspace, in SampleBatch batch, RowOrder order, int first, int rows) =>
        ((GpuWorkspace)workspace).Load(batch, order, first, rows);

    private protected override void SurrogateGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient) =>
        Differentiate(
            (GpuWorkspace)workspace, View(parameters), surrogate: true, becomesOld: true, ProximalWeights.None,
            View(gradient));

    private protected override void LikelihoodGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient) =>
        Differentiate(
            (GpuWorkspace)workspace, View(parameters), surrogate: false, becomesOld: false, ProximalWeights.None,
            View(gradient));

    private protected override void PrepareFisherCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, int rowStride, FisherKind kind) =>
        ((GpuWorkspace)workspace).PrepareFisher(rowStride, kind);

    private protected override void FisherVectorProductCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer direction, float damping,
        ComputeBuffer product)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        NetworkPlan plan = w.FisherPlan();
        for (int tile = 0; tile < RowTile.Count(plan.Rows);)
        {
            NetworkPlan chunk = FisherChunk(w, plan, tile, View(parameters));
            w.Network.FisherProduct(chunk, w.FisherSamples, View(parameters), View(direction));
            tile = chunk.EndTile;
        }

        Reduce(w, plan, View(direction), damping, View(product));
    }

    private protected override SurrogateTerms ReadSurrogateCore(
        NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        Span<double> totals = stackalloc double[HeadTerms.Columns];
        Evaluate(w, View(parameters), surrogate: true, totals);
        return new SurrogateTerms(
            -totals[0] / w.Rows, totals[1] / w.Rows, totals[2] / w.Rows, totals[HeadTerms.LargestLogRatio]);
    }

    private protected override double ReadNegativeLogLikelihoodCore(
        NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        GpuWorkspace w = (GpuWorkspace)workspace;
        Span<double> totals = stackalloc double[HeadTerms.Columns];
        Evaluate(w, View(parameters), surrogate: false, totals);
        return -totals[0] / w.Rows;
    }

    // Leaves the distribution parameters of all rows in the workspace's candidate tiles.
    private void Infer(GpuWorkspace w, ComputeBuffer parameters, ComputeBuffer observations, int rows)
    {
        NetworkPlan plan = w.Plan(rows);
        for (int tile = 0; tile < RowTile.Count(rows);)
        {
            NetworkPlan chunk = w.Chunk(plan, tile);
            ArrayView<Float4> input = w.LoadInference(chunk, observations);
            w.Network.Forward(
                chunk, View(parameters), input, w.Shape.Mlp.Inputs, w.Candidate.View.Cast<Float4>(), keep: false);
            tile = chunk.EndTile;
        }
    }

    // Rows that the Fisher matrix is averaged over, with their activations, from a tile on.
    private static NetworkPlan FisherChunk(
        GpuWorkspace w, in NetworkPlan plan, int firstTile, ArrayView<float> parameters)
    {
        NetworkPlan chunk = w.Chunk(plan, firstTile);
        if (!w.IsWhole)
        {
            w.LoadChunk(chunk, w.FisherStride);
            w.Network.Forward(
                chunk, parameters, chunk.Kept, w.KeptColumns, chunk.Distribution.Cast<Float4>(), keep: true);
        }

        return chunk;
    }

    private void Differentiate(
        GpuWorkspace w, ArrayView<float> parameters, bool surrogate, bool becomesOld, in ProximalWeights weights,
        ArrayView<float> gradient)
    {
        w.BeginGradient(parameters, becomesOld);
        NetworkPlan plan = w.Plan(w.Rows);
        for (int tile = 0; tile < RowTile.Count(w.Rows);)
        {
            NetworkPlan chunk = w.Chunk(plan, tile);
            if (!w.IsWhole)
            {
                w.LoadChunk(chunk, stride: 1);
            }

            w.Network.Forward(
                chunk, parameters, chunk.Kept, w.KeptColumns, chunk.Distribution.Cast<Float4>(), keep: true);
            (ArrayView<float> target, int columns, int column) = w.Network.OutputGradient;
            w.Kernels.HeadGradient(
                Stream, LaunchShape.ForEach((chunk.EndTile - chunk.FirstTile) * RowTile.Rows), new()
                {
                    Head = w.Head(chunk, surrogate),
                    Target = target,
                    TargetColumns = columns,
                    TargetColumn = column,
                    LowestRatio = weights.LowestRatio,
                    HighestRatio = weights.HighestRatio,
                    KlWeight = weights.Kl,
                    EntropyWeight = weights.Entropy,
                });
            w.Network.Backward(chunk);
            tile = chunk.EndTile;
        }

        Reduce(w, plan, gradient, 0, gradient);
    }

    private void Evaluate(GpuWorkspace w, ArrayView<float> parameters, bool surrogate, Span<double> totals)
    {
        NetworkPlan plan = w.Plan(w.Rows);
        for (int tile = 0; tile < RowTile.Count(w.Rows);)
        {
            NetworkPlan chunk = w.Chunk(plan, tile);
            if (!w.IsWhole)
            {
                w.LoadChunk(chunk, stride: 1);
            }

            w.Network.Forward(
                chunk, parameters, chunk.Kept, w.KeptColumns, w.Candidate.View.Cast<Float4>(), keep: false);
            HeadArguments head = w.Head(chunk, surrogate);
            head.Distribution = w.Candidate.View;
            w.Kernels.HeadTerms(Stream, LaunchShape.TileGroups(chunk.EndTile - chunk.FirstTile), new()
            {
                Head = head,
                Sums = w.Sums.View,
            });
            tile = chunk.EndTile;
        }

        Launches.TermsReduction(Stream, LaunchShape.TermsGroup, new()
        {
            Tiles = RowTile.Count(w.Rows),
            Sums = w.Sums.View,
            Totals = w.Totals.View,
        });
        Read(w.Totals, totals);
    }

    private void Reduce(
        GpuWorkspace w, in NetworkPlan plan, ArrayView<float> direction, float damping, ArrayView<float> result) =>
        Launches.GradientReduction(Stream, LaunchShape.Reduction(plan.Parameters), new()
        {
            Partials = w.Partials.View,
            Groups = plan.Groups,
            Parameters = plan.Parameters,
            Direction = direction,
            Damping = damping,
            Result = result,
        });
}
