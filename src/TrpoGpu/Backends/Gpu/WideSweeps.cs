using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Dense;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// The sweeps of a network that does not fit a group, layer after layer over the tiles of a chunk: launches and
/// nothing else. Every method returns before the device is done, and allocates nothing.
/// </summary>
/// <param name="stream">Where they are launched.</param>
/// <param name="kernels">The kernels.</param>
/// <param name="layers">The layers, as the plans have them on the device.</param>
/// <param name="threads">Threads of a group, 1 to 128.</param>
internal sealed class WideSweeps(AcceleratorStream stream, DenseKernels kernels, LayerPlace[] layers, int threads)
{
    /// <summary>Columns of a temporary tile: those of the widest hidden layer, and at least one.</summary>
    internal static int TemporaryColumns(ReadOnlySpan<LayerPlace> layers)
    {
        int widest = 1;
        for (int l = 0; l < layers.Length - 1; l++)
        {
            widest = int.Max(widest, layers[l].Outputs);
        }

        return widest;
    }

    /// <summary>From the first layer's inputs to those of all others and to the distribution parameters.</summary>
    /// <param name="plan">Network and chunk.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="input">[tiles,I,64] read.</param>
    /// <param name="distribution">[tiles,A,64] write; rows beyond the last are zero.</param>
    internal void Forward(
        in NetworkPlan plan, ArrayView<float> parameters, TileColumns input, TileColumns distribution)
    {
        TileColumns source = input;
        for (int l = 0; l < layers.Length; l++)
        {
            TileColumns target = IsLast(l) ? distribution : Kept(plan, layers[l + 1].InputColumn);
            Forward(plan, l, parameters, source, target);
            source = target;
        }
    }

    /// <summary>The same without keeping anything.</summary>
    /// <param name="plan">Network and chunk.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="input">[tiles,I,64] read.</param>
    /// <param name="first">[tiles,<see cref="TemporaryColumns"/>,64] write; not used without a hidden layer.</param>
    /// <param name="second">The same; not used with fewer than two hidden layers.</param>
    /// <param name="distribution">[tiles,A,64] write; rows beyond the last are zero.</param>
    internal void Infer(
        in NetworkPlan plan, ArrayView<float> parameters, TileColumns input, TileColumns first, TileColumns second,
        TileColumns distribution)
    {
        TileColumns source = input;
        for (int l = 0; l < layers.Length; l++)
        {
            TileColumns target = IsLast(l) ? distribution : (l & 1) == 0 ? first : second;
            Forward(plan, l, parameters, source, target);
            source = target;
        }
    }

    /// <summary>From the kept tiles to the tangents of all layers' outputs along a direction.</summary>
    /// <param name="plan">Network and chunk.</param>
    /// <param name="scratch">[tiles,ScratchColumns,64] write, but for the free parameters' columns.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="direction">[P] read.</param>
    internal void Tangent(
        in NetworkPlan plan, ArrayView<Float4> scratch, ArrayView<float> parameters, ArrayView<float> direction)
    {
        for (int l = 0; l < layers.Length; l++)
        {
            DenseTangentArguments arguments = new()
            {
                FirstTile = plan.FirstTile,
                EndTile = plan.EndTile,
                Layer = layers[l],
                Parameters = parameters,
                Direction = direction,
                Inputs = Kept(plan, layers[l].InputColumn),
                TangentInputs = l == 0 ? 0 : layers[l].Inputs,
                Tangents = Scratch(plan, scratch, layers[int.Max(l - 1, 0)].OutputColumn),
                Outputs = Kept(plan, layers[IsLast(l) ? l : l + 1].InputColumn),
                Target = Scratch(plan, scratch, layers[l].OutputColumn),
            };
            if (LayerProduct.HasFewOutputs(layers[l].Outputs))
            {
                (IsLast(l) ? kernels.LastTangentOfFew : kernels.TangentOfFew)(
                    stream, Quads(plan, layers[l].Outputs), arguments);
            }
            else
            {
                (IsLast(l) ? kernels.LastTangent : kernels.Tangent)(
                    stream, Blocks(plan, layers[l].Outputs), arguments);
            }
        }
    }

    /// <summary>From the gradients of the network's outputs to those of all layers' outputs.</summary>
    /// <param name="plan">Network and chunk.</param>
    /// <param name="scratch">[tiles,ScratchColumns,64] read in the last layer's columns, else write.</param>
    internal void Backward(in NetworkPlan plan, ArrayView<Float4> scratch)
    {
        for (int l = layers.Length - 1; l > 0; l--)
        {
            kernels.BackwardInput(stream, Blocks(plan, layers[l].Inputs), new DenseBackwardInputArguments
            {
                FirstTile = plan.FirstTile,
                EndTile = plan.EndTile,
                Layer = layers[l],
                Transposed = plan.Transposed,
                Source = Scratch(plan, scratch, layers[l].OutputColumn),
                Inputs = Kept(plan, layers[l].InputColumn),
                Target = Scratch(plan, scratch, layers[l - 1].OutputColumn),
            });
        }
    }

    /// <summary>
    /// From the kept tiles and the gradients of all layers' outputs, zero beyond the last row, to the partial
    /// gradients: one launch for all layers.
    /// </summary>
    /// <param name="plan">Network and chunk, of whole runs.</param>
    /// <param name="scratch">[tiles,ScratchColumns,64] read, the free parameters' columns as well.</param>
    internal void Weights(in NetworkPlan plan, ArrayView<Float4> scratch)
    {
        LayerPlace last = layers[^1];
        int blocks = WeightTiling.CountBlocks(layers, plan.ScratchColumns - last.OutputColumn - last.Outputs);
        KernelConfig groups = new(plan.Groups * blocks, threads);
        kernels.BackwardWeight(stream, groups, new DenseBackwardWeightArguments
        {
            Plan = plan,
            Scratch = scratch,
            Blocks = blocks,
        });
    }

    private static TileColumns Kept(in NetworkPlan plan, int column) =>
        new(plan.Kept, plan.KeptColumns, column, plan.FirstTile);

    private static TileColumns Scratch(in NetworkPlan plan, ArrayView<Float4> scratch, int column) =>
        new(scratch, plan.ScratchColumns, column, plan.FirstTile);

    private void Forward(
        in NetworkPlan plan, int l, ArrayView<float> parameters, TileColumns source, TileColumns target)
    {
        int free = IsLast(l) ? plan.DistributionColumns - layers[l].Outputs : 0;
        DenseForwardArguments arguments = new()
        {
            Rows = plan.Rows,
            FirstTile = plan.FirstTile,
            EndTile = plan.EndTile,
            Layer = layers[l],
            Parameters = parameters,
            Source = source,
            Target = target,
            FreeParameters = free,
            FirstFree = plan.Parameters - free,
        };
        if (LayerProduct.HasFewOutputs(layers[l].Outputs))
        {
            (IsLast(l) ? kernels.LastForwardOfFew : kernels.ForwardOfFew)(
                stream, Quads(plan, layers[l].Outputs + free), arguments);
        }
        else
        {
            (IsLast(l) ? kernels.LastForward : kernels.Forward)(stream, Blocks(plan, layers[l].Outputs), arguments);
        }
    }

    private bool IsLast(int l) => l == layers.Length - 1;

    private KernelConfig Blocks(in NetworkPlan plan, int outputs) =>
        new(DensePlace.Groups(plan.EndTile - plan.FirstTile, outputs), threads);

    private KernelConfig Quads(in NetworkPlan plan, int outputs) =>
        new(DenseQuad.Groups(plan.EndTile - plan.FirstTile, outputs), threads);
}
