using System;

namespace ILGPU.Runtime.Simt;

/// <summary>In which order groups run, and the threads of a group between two barriers.</summary>
internal readonly record struct RunOrder(RunOrder.Kind Rule, ulong Seed = 0)
{
    internal enum Kind
    {
        Natural,
        Reversed,
        Random,
    }

    /// <summary>The first order of some threads or groups.</summary>
    internal void Begin(Span<int> order, ref Permuter permuter)
    {
        for (int k = 0; k < order.Length; k++)
        {
            order[k] = Rule == Kind.Reversed ? order.Length - 1 - k : k;
        }

        Again(order, ref permuter);
    }

    /// <summary>The next order of the same: another one where the order is random.</summary>
    internal void Again(Span<int> order, ref Permuter permuter)
    {
        if (Rule == Kind.Random)
        {
            permuter.Permute(order);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Rule switch
    {
        Kind.Natural => "natural order",
        Kind.Reversed => "reversed order",
        _ => $"random order {Seed}",
    };
}
