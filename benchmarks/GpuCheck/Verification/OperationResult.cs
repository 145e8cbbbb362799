namespace TrpoGpu.GpuCheck.Verification;

/// <summary>What was found of one operation over all its cases.</summary>
/// <param name="Operation">What was computed.</param>
/// <param name="Cases">Cases compared.</param>
/// <param name="Numbers">Numbers compared.</param>
/// <param name="WorstShare">
/// The largest error as a share of the bound derived for its number; infinite where one is NaN, null where there is
/// nothing to compare but bits.
/// </param>
/// <param name="EqualNumbers">Numbers with the bits of the CPU engine, of those that were compared with it.</param>
/// <param name="ComparedNumbers">Numbers that were compared with the CPU engine's.</param>
/// <param name="MustBeEqual">Whether other bits than the CPU engine's are a mistake.</param>
/// <param name="Fault">What disagreed first or worst; null if nothing did.</param>
internal sealed record OperationResult(
    string Operation, int Cases, long Numbers, double? WorstShare, long EqualNumbers, long ComparedNumbers,
    bool MustBeEqual, string? Fault)
{
    /// <summary>Whether the operation may be trusted and timed.</summary>
    public bool Holds => Fault is null;
}
