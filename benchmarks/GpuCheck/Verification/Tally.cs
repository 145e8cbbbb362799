using System;
using TrpoGpu.Benchmarks.Verification;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Collects what the cases of one operation come to.</summary>
/// <param name="operation">What is computed.</param>
/// <param name="mustBeEqual">Whether other bits than the CPU engine's are a mistake.</param>
internal sealed class Tally(string operation, bool mustBeEqual)
{
    private int cases;
    private long numbers;
    private long compared;
    private long equal;
    private double? worstShare;
    private string? firstFault;
    private string? worstFault;
    private string? firstOtherBits;

    /// <summary>The row of the table.</summary>
    internal OperationResult Result => new(
        operation, cases, numbers, worstShare, equal, compared, mustBeEqual,
        firstFault ?? worstFault ?? (mustBeEqual ? firstOtherBits : null));

    /// <summary>Begins a case.</summary>
    internal void Begin() => cases++;

    /// <summary>An error that has a bound.</summary>
    /// <param name="what">Name of the number.</param>
    /// <param name="expected">In double precision.</param>
    /// <param name="actual">The device's.</param>
    /// <param name="allowed">The most by which they may differ.</param>
    internal void Within(string what, double expected, double actual, double allowed)
    {
        numbers++;
        double share = expected.Equals(actual) ? 0 : Math.Abs(expected - actual) / allowed;
        if (double.IsNaN(share))
        {
            share = double.PositiveInfinity;
        }

        if (share > (worstShare ?? -1))
        {
            worstShare = share;
            worstFault = share > 1 ? $"{what}: expected {expected:R}, got {actual:R}, allowed {allowed:0.0e+0}" : null;
        }
    }

    /// <summary>Numbers whose bounds were computed beside them.</summary>
    internal void Within(string what, ReadOnlySpan<Rounded> expected, ReadOnlySpan<float> actual)
    {
        Sized(what, expected.Length, actual.Length);
        for (int k = 0; k < int.Min(expected.Length, actual.Length); k++)
        {
            Within($"{what}[{k}]", expected[k].Value, actual[k], expected[k].Allowed);
        }
    }

    /// <summary>One number whose bound was computed beside it.</summary>
    internal void Within(string what, Rounded expected, double actual) =>
        Within(what, expected.Value, actual, expected.Allowed);

    /// <summary>Bits beside the CPU engine's; they are numbers of which another comparison knows, or not.</summary>
    /// <param name="what">Name of the numbers.</param>
    /// <param name="cpu">The CPU engine's.</param>
    /// <param name="actual">The device's.</param>
    /// <param name="areNew">Whether nothing else compares them.</param>
    internal void Bits(string what, ReadOnlySpan<float> cpu, ReadOnlySpan<float> actual, bool areNew = false)
    {
        Sized(what, cpu.Length, actual.Length);
        int count = int.Min(cpu.Length, actual.Length);
        compared += count;
        numbers += areNew ? count : 0;
        for (int k = 0; k < count; k++)
        {
            // One NaN is as good as another.
            if (BitConverter.SingleToInt32Bits(cpu[k]) == BitConverter.SingleToInt32Bits(actual[k]) ||
                (float.IsNaN(cpu[k]) && float.IsNaN(actual[k])))
            {
                equal++;
            }
            else
            {
                firstOtherBits ??= $"{what}[{k}]: the CPU engine has {cpu[k]:R}, the device {actual[k]:R}";
            }
        }
    }

    /// <summary>A double beside the CPU engine's.</summary>
    internal void Bits(string what, double cpu, double actual, bool isNew = false)
    {
        compared++;
        numbers += isNew ? 1 : 0;
        if (cpu.Equals(actual))
        {
            equal++;
        }
        else
        {
            firstOtherBits ??= $"{what}: the CPU engine has {cpu:R}, the device {actual:R}";
        }
    }

    /// <summary>Takes over what another verification found.</summary>
    internal void Add(string what, in Agreement agreement)
    {
        numbers += agreement.Numbers;
        if (agreement.Share > (worstShare ?? -1))
        {
            worstShare = agreement.Share;
            worstFault = agreement.Holds ? null : $"{what}, {agreement.Worst}";
        }
    }

    /// <summary>Something that either is as it must be or is not.</summary>
    internal void Require(bool holds, string fault)
    {
        numbers++;
        if (!holds)
        {
            firstFault ??= fault;
        }
    }

    /// <summary>A case that ended in an exception.</summary>
    internal void Fail(string what, Exception failure) =>
        firstFault ??= $"{what}: {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";

    private void Sized(string what, int expected, int actual) =>
        firstFault ??= expected == actual ? null : $"{what}: {actual} numbers, expected {expected}";
}
