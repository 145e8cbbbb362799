using ILGPU;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="StoreFinalValues"/> reads and writes.</summary>
public struct StoreFinalValuesArguments
{
    /// <summary>N.</summary>
    public int Environments;

    /// <summary>k: which of an environment's truncated episodes.</summary>
    public int Slot;

    /// <summary>[N] episodes that the rollout truncated.</summary>
    public ArrayView<int> Truncations;

    /// <summary>[slots,N] steps that truncated them.</summary>
    public ArrayView<int> Steps;

    /// <summary>[tiles,1,64] values of the slot's final observations.</summary>
    public ArrayView<float> Values;

    /// <summary>[T,N].</summary>
    public ArrayView<float> FinalValues;
}

/// <summary>Writes the values of final observations where the steps that truncated are recorded.</summary>
/// <remarks>
/// <code>
/// computes  finalValues[Steps[k,n], n] = value[n], if environment n had a k-th truncated episode
/// threads   one an environment; surplus threads leave at once
/// Truncations  [N]           read
/// Steps        [slots,N]     read
/// Values       [tiles,1,64]  read
/// FinalValues  [T,N]         write  at those steps
/// truth     the assignment above
/// </code>
/// </remarks>
public static class StoreFinalValues
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(StoreFinalValuesArguments n)
    {
        int environment = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (environment >= n.Environments || n.Slot >= n.Truncations[environment])
        {
            return;
        }

        int t = n.Steps[(n.Slot * n.Environments) + environment];
        n.FinalValues[(t * n.Environments) + environment] = n.Values[environment];
    }
}
