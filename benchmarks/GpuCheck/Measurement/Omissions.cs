using System;
using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>What could not be measured: left out for want of time or memory, or failed, which is a mistake.</summary>
internal sealed class Omissions
{
    /// <summary>What was left out, and why.</summary>
    internal List<string> Skipped { get; } = [];

    /// <summary>What failed, and how.</summary>
    internal List<string> Failed { get; } = [];

    /// <summary>Measures if there is time.</summary>
    /// <param name="what">For messages.</param>
    /// <param name="seconds">What it will take.</param>
    /// <param name="budget">What it may take.</param>
    /// <param name="measure">Measures.</param>
    /// <returns>Whether it was measured.</returns>
    /// <exception cref="PeerException">A peer is no longer there, and there is no point in asking it again.</exception>
    internal bool Attempt(string what, double seconds, TimeBudget budget, Action measure)
    {
        if (!budget.Allows(seconds))
        {
            Skipped.Add($"{what}: no time left");
            return false;
        }

        try
        {
            measure();
            return true;
        }
        catch (Exception refusal) when (
            refusal is OutOfDeviceMemoryException or OutOfMemoryException or OverflowException)
        {
            // Buffers have at most as many numbers as an int counts.
            Skipped.Add($"{what}: {refusal.Message}");
        }
        catch (Exception failure) when (failure is not PeerException)
        {
            // A driver may refuse a launch in many ways; the others are worth their try.
            Failed.Add($"{what}: {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}");
        }

        return false;
    }
}
