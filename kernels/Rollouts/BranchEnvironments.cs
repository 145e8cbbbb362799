using ILGPU;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="BranchEnvironments"/> reads and writes.</summary>
public struct BranchEnvironmentsArguments
{
    /// <summary>N*K environments to write.</summary>
    public int Branches;

    /// <summary>K: the branches of an environment.</summary>
    public int Copies;

    /// <summary>Numbers of a state.</summary>
    public int StateSize;

    /// <summary>[N,size] states.</summary>
    public ArrayView<float> TrunkStates;

    /// <summary>[N] steps of the current episodes.</summary>
    public ArrayView<int> TrunkLengths;

    /// <summary>[N] undiscounted returns so far.</summary>
    public ArrayView<double> TrunkReturns;

    /// <summary>[N] running discounted returns.</summary>
    public ArrayView<double> TrunkDiscountedReturns;

    /// <summary>[N*K,size] states.</summary>
    public ArrayView<float> States;

    /// <summary>[N*K] steps of the current episodes.</summary>
    public ArrayView<int> Lengths;

    /// <summary>[N*K] undiscounted returns so far.</summary>
    public ArrayView<double> Returns;

    /// <summary>[N*K] running discounted returns.</summary>
    public ArrayView<double> DiscountedReturns;
}

/// <summary>Puts K copies of every environment where it stands.</summary>
/// <remarks>
/// <code>
/// computes  branch e = environment e / K: state, clock, returns
/// threads   one a number of a state, neighbours copy neighbouring numbers; surplus threads leave at once
/// TrunkStates                                         [N,size]    read
/// TrunkLengths, TrunkReturns, TrunkDiscountedReturns  [N]         read
/// States                                              [N*K,size]  write
/// Lengths, Returns, DiscountedReturns                 [N*K]       write
/// numeric   copies bits
/// cost      8*N*K*(size + 5) bytes
/// truth     ReferenceBackend.BranchEnvironments
/// </code>
/// </remarks>
public static class BranchEnvironments
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(BranchEnvironmentsArguments n)
    {
        int item = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (item >= n.Branches * n.StateSize)
        {
            return;
        }

        int branch = item / n.StateSize;
        int component = item - (branch * n.StateSize);
        int environment = branch / n.Copies;
        n.States[item] = n.TrunkStates[(environment * n.StateSize) + component];
        if (component == 0)
        {
            n.Lengths[branch] = n.TrunkLengths[environment];
            n.Returns[branch] = n.TrunkReturns[environment];
            n.DiscountedReturns[branch] = n.TrunkDiscountedReturns[environment];
        }
    }
}
