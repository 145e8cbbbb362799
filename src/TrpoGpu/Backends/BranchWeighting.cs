namespace TrpoGpu.Backends;

/// <summary>How the first actions of a state's branches become rows of the surrogate loss.</summary>
public enum BranchWeighting
{
    /// <summary>
    /// Actions were drawn: an advantage is the branch's value less the mean of the others'. For actions of any kind.
    /// </summary>
    Importance = 0,

    /// <summary>
    /// Every discrete action was taken once: a row is weighted so that the mean over rows of ratio times weight is the
    /// expectation over the new policy's actions, whatever that policy is.
    /// </summary>
    FullSum = 1,
}
