using System;
using TrpoGpu.Kernels.Network;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// The columns of the shared tile of <see cref="FusedRollout"/>: normalised observations, values, discounted returns,
/// and two blocks that the layers of both networks fill in turn.
/// </summary>
public readonly struct RolloutColumns
{
    private RolloutColumns(int inputs, int odd, int even, int distribution)
    {
        Value = inputs;
        Discounted = inputs + 1;
        Odd = inputs + 2;
        Even = Odd + odd;
        Distribution = distribution;
        Count = Even + even;
    }

    /// <summary>Column 0 of the normalised observations, which both networks read.</summary>
    public const int Observations = 0;

    /// <summary>Column of the value network's output.</summary>
    public readonly int Value;

    /// <summary>Column of the running discounted returns.</summary>
    public readonly int Discounted;

    /// <summary>Column 0 of the outputs of layers 1, 3, ...</summary>
    public readonly int Odd;

    /// <summary>Column 0 of the outputs of layers 2, 4, ..., and before them of the raw observations.</summary>
    public readonly int Even;

    /// <summary>Column 0 of the policy's distribution parameters, which the actions follow.</summary>
    public readonly int Distribution;

    /// <summary>Columns.</summary>
    public readonly int Count;

    /// <summary>Lays the columns out for two networks.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="policy">Layers of the policy.</param>
    /// <param name="value">Layers of the value network.</param>
    /// <param name="rowColumns">Distribution parameters and action columns.</param>
    public static RolloutColumns For(
        int inputs, ReadOnlySpan<LayerPlace> policy, ReadOnlySpan<LayerPlace> value, int rowColumns)
    {
        int odd = 0;
        int even = inputs;
        Widen(policy[..^1], ref odd, ref even);
        Widen(value[..^1], ref odd, ref even);
        bool endsOdd = (policy.Length & 1) != 0;
        if (endsOdd)
        {
            odd = Math.Max(odd, rowColumns);
        }
        else
        {
            even = Math.Max(even, rowColumns);
        }

        return new RolloutColumns(inputs, odd, even, endsOdd ? inputs + 2 : inputs + 2 + odd);
    }

    /// <summary>A network's layers with the columns that they read and write here.</summary>
    /// <param name="layers">The layers; their own columns do not count.</param>
    /// <param name="output">Column of output 0 of the last one.</param>
    public LayerPlace[] Place(ReadOnlySpan<LayerPlace> layers, int output)
    {
        LayerPlace[] placed = new LayerPlace[layers.Length];
        int input = Observations;
        for (int l = 0; l < placed.Length; l++)
        {
            LayerPlace layer = layers[l];
            int target = l == placed.Length - 1 ? output : (l & 1) == 0 ? Odd : Even;
            placed[l] = new LayerPlace(
                layer.Inputs, layer.Outputs, layer.Weights, layer.Bias, layer.Transposed, input, target);
            input = target;
        }

        return placed;
    }

    private static void Widen(ReadOnlySpan<LayerPlace> layers, ref int odd, ref int even)
    {
        for (int l = 0; l < layers.Length; l++)
        {
            if ((l & 1) == 0)
            {
                odd = Math.Max(odd, layers[l].Outputs);
            }
            else
            {
                even = Math.Max(even, layers[l].Outputs);
            }
        }
    }
}
