using System;

namespace TrpoGpu.Kernels.Distributions;

/// <summary>
/// The sizes of an action distribution as kernels receive them: plain numbers, no references.
/// </summary>
/// <remarks>
/// A row of distribution parameters is <c>[network outputs | free parameters]</c>: for the diagonal Gaussian the
/// means followed by the log standard deviations, for the others the logits alone.
/// </remarks>
public readonly struct DistributionSize : IEquatable<DistributionSize>
{
    /// <summary>The most branches a multi-categorical action may have.</summary>
    public const int MaxBranches = 16;

    /// <summary>The most categories one branch of a multi-categorical action may have.</summary>
    public const int MaxBranchCategories = 255;

    private readonly ulong sizesLow;
    private readonly ulong sizesHigh;

    /// <summary>Creates the sizes of one distribution.</summary>
    /// <param name="networkOutputs">Distribution parameters that the network computes for each row.</param>
    /// <param name="freeParameters">Distribution parameters that are the same for every row.</param>
    /// <param name="actions">Columns of an action row.</param>
    /// <param name="sizesLow">Categories of branches 0 to 7, eight bits each, the first in the lowest bits.</param>
    /// <param name="sizesHigh">Categories of branches 8 to 15.</param>
    public DistributionSize(int networkOutputs, int freeParameters, int actions, ulong sizesLow, ulong sizesHigh)
    {
        NetworkOutputs = networkOutputs;
        FreeParameters = freeParameters;
        Actions = actions;
        this.sizesLow = sizesLow;
        this.sizesHigh = sizesHigh;
    }

    /// <summary>Distribution parameters that the network computes for each row.</summary>
    public int NetworkOutputs { get; }

    /// <summary>Distribution parameters that are the same for every row.</summary>
    public int FreeParameters { get; }

    /// <summary>Columns of a row of distribution parameters: network outputs, then free parameters.</summary>
    public int Parameters => NetworkOutputs + FreeParameters;

    /// <summary>Columns of an action row, and noise numbers that drawing one takes.</summary>
    public int Actions { get; }

    /// <summary>Categories of one branch of a multi-categorical action.</summary>
    public int BranchCategories(int branch) =>
        (int)((branch < 8 ? sizesLow >> (8 * branch) : sizesHigh >> (8 * (branch - 8))) & 0xff);

    /// <inheritdoc/>
    public bool Equals(DistributionSize other) =>
        NetworkOutputs == other.NetworkOutputs && FreeParameters == other.FreeParameters &&
        Actions == other.Actions && sizesLow == other.sizesLow && sizesHigh == other.sizesHigh;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DistributionSize other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(NetworkOutputs, FreeParameters, Actions, sizesLow, sizesHigh);
}
