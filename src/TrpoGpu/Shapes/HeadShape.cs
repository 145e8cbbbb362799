using System;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Shapes;

/// <summary>A head and its sizes.</summary>
/// <param name="Kind">What the outputs mean.</param>
/// <param name="Size">Columns of parameters and actions.</param>
public readonly record struct HeadShape(HeadKind Kind, DistributionSize Size)
{
    /// <summary>One choice among <paramref name="choices"/>.</summary>
    public static HeadShape Categorical(int choices) =>
        new(HeadKind.Categorical, new DistributionSize(AtLeastOne(choices, "choices"), 0, 1, 0, 0));

    /// <summary><paramref name="columns"/> independent normal numbers with free log standard deviations.</summary>
    public static HeadShape DiagonalGaussian(int columns) =>
        new(HeadKind.DiagonalGaussian, new DistributionSize(AtLeastOne(columns, "columns"), columns, columns, 0, 0));

    /// <summary><paramref name="columns"/> independent switches.</summary>
    public static HeadShape Bernoulli(int columns) =>
        new(HeadKind.Bernoulli, new DistributionSize(AtLeastOne(columns, "columns"), 0, columns, 0, 0));

    /// <summary><paramref name="columns"/> least-squares outputs.</summary>
    public static HeadShape UnitGaussian(int columns) =>
        new(HeadKind.UnitGaussian, new DistributionSize(AtLeastOne(columns, "columns"), 0, columns, 0, 0));

    /// <summary>Several independent choices.</summary>
    /// <exception cref="ArgumentException">More branches, or more categories in one, than a kernel can
    /// take.</exception>
    public static HeadShape MultiCategorical(ReadOnlySpan<int> choices)
    {
        if (choices.Length is 0 or > DistributionSize.MaxBranches)
        {
            throw new ArgumentException(
                $"HeadShape: {choices.Length} branches, expected 1 to {DistributionSize.MaxBranches}.",
                nameof(choices));
        }

        ulong low = 0;
        ulong high = 0;
        int total = 0;
        for (int k = 0; k < choices.Length; k++)
        {
            if (choices[k] is < 1 or > DistributionSize.MaxBranchCategories)
            {
                throw new ArgumentException(
                    $"HeadShape: branch {k} has {choices[k]} choices, expected 1 to " +
                    $"{DistributionSize.MaxBranchCategories}.", nameof(choices));
            }

            total += choices[k];
            if (k < 8)
            {
                low |= (ulong)choices[k] << (8 * k);
            }
            else
            {
                high |= (ulong)choices[k] << (8 * (k - 8));
            }
        }

        return new HeadShape(HeadKind.MultiCategorical, new DistributionSize(total, 0, choices.Length, low, high));
    }

    /// <summary>The head that fits an environment's actions.</summary>
    public static HeadShape For(ActionSpace actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return actions.Kind switch
        {
            ActionKind.Discrete => Categorical(actions.Choices[0]),
            ActionKind.Continuous => DiagonalGaussian(actions.Columns),
            ActionKind.MultiDiscrete => MultiCategorical(actions.Choices),
            ActionKind.MultiBinary => Bernoulli(actions.Columns),
            _ => throw new ArgumentException($"HeadShape: unknown kind of action {actions.Kind}.", nameof(actions)),
        };
    }

    /// <summary>
    /// The Fisher information of each free parameter: the same whatever the distribution, and not mixed with that of
    /// any other parameter. A log standard deviation has 2.
    /// </summary>
    public double FreeInformation => Kind == HeadKind.DiagonalGaussian ? 2 : 0;

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentException($"HeadShape: {value} {name}, expected at least 1.", name);
}
