using System;
using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>One tally an operation, in the order in which they were first asked for.</summary>
internal sealed class VerificationTable
{
    private readonly List<string> order = [];
    private readonly Dictionary<string, Tally> tallies = [];

    /// <summary>The rows so far.</summary>
    internal OperationResult[] Results => [.. order.Select(operation => tallies[operation].Result)];

    /// <summary>Runs a case of an operation; an exception is a disagreement and ends the case alone.</summary>
    /// <param name="operation">Which row it counts for.</param>
    /// <param name="mustBeEqual">Whether other bits than the CPU engine's are a mistake.</param>
    /// <param name="what">The case, for messages.</param>
    /// <param name="check">Compares.</param>
    internal void Case(string operation, bool mustBeEqual, string what, Action<Tally> check)
    {
        if (!tallies.TryGetValue(operation, out Tally? tally))
        {
            tally = new Tally(operation, mustBeEqual);
            tallies.Add(operation, tally);
            order.Add(operation);
        }

        tally.Begin();
        try
        {
            check(tally);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            tally.Fail(what, failure);
        }
    }
}
