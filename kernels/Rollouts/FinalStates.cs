using ILGPU;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// What is kept of episodes that a rollout truncates, until their final observations are valued at its end: slot k
/// holds the k-th of every environment.
/// </summary>
/// <remarks>
/// Environments reach their time limits at different steps: valuing final observations in the step that truncates
/// would pass the value network over whole tiles for a row or two, at most steps. One environment has no more than
/// <see cref="Slots"/> of them, and those of a slot share the pass.
/// </remarks>
public struct FinalStates
{
    /// <summary>[slots,tiles,I,64] normalised final observations.</summary>
    public ArrayView<float> Observations;

    /// <summary>[slots,N] steps that truncated.</summary>
    public ArrayView<int> Steps;

    /// <summary>The most episodes of one environment that the clock can end in a rollout.</summary>
    /// <param name="steps">T.</param>
    /// <param name="timeLimit">Steps of the longest episode; 0 if none is too long.</param>
    public static int Slots(int steps, int timeLimit) => timeLimit > 0 ? ((steps - 1) / timeLimit) + 1 : 0;

    /// <summary>Where the observation of an environment begins; its components are 64 apart.</summary>
    public static int Place(int slot, int environments, int environment, int inputs)
    {
        int tile = environment / RowTile.Rows;
        return ((((slot * RowTile.Count(environments)) + tile) * inputs) * RowTile.Rows) +
            (environment - (tile * RowTile.Rows));
    }
}
