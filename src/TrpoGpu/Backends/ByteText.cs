using System;
using System.Globalization;

namespace TrpoGpu.Backends;

/// <summary>Amounts of memory as people write them: <c>12.3 MiB</c>, <c>2GiB</c>, <c>500MB</c>, <c>2g</c>.</summary>
public static class ByteText
{
    private const double Step = 1024;

    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>An amount with three digits or so: <c>12.3 MiB</c>.</summary>
    public static string Format(long bytes)
    {
        double amount = bytes;
        int unit = 0;

        // From the point on where the next smaller unit would show as 1024.
        while (Math.Abs(amount) >= Step - 0.05 && unit < Units.Length - 1)
        {
            amount /= Step;
            unit++;
        }

        string digits = amount.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture);
        return bytes == 1 ? "1 byte" : $"{digits} {Units[unit]}";
    }

    /// <summary>An amount for people and to the byte: <c>12.3 MiB (12897485 bytes)</c>.</summary>
    public static string FormatExactly(long bytes) =>
        Math.Abs(bytes) < Step ? Format(bytes) : $"{Format(bytes)} ({bytes} bytes)";

    /// <summary>Reads an amount.</summary>
    /// <param name="text">
    /// A number and a unit: K, M, G, T alone or with iB are powers of 1024, with B alone powers of 1000; without a unit
    /// bytes.
    /// </param>
    /// <param name="bytes">The amount, not negative, rounded down.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long bytes)
    {
        bytes = 0;
        int digits = text.LastIndexOfAnyInRange('0', '9') + 1;
        string unit = text[digits..].Trim().ToString().ToUpperInvariant();
        if (!decimal.TryParse(
            text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        int power = unit is "" or "B" ? 0 : "KMGT".IndexOf(unit[0]) + 1;
        bool isBinary = unit.Length == 1 || unit.EndsWith("IB", StringComparison.Ordinal);
        if (unit is not ("" or "B") && (power == 0 || unit[1..] is not ("" or "B" or "IB")))
        {
            return false;
        }

        decimal amount = number;
        for (int k = 0; k < power; k++)
        {
            amount *= isBinary ? 1024 : 1000;
            if (amount > long.MaxValue)
            {
                return false;
            }
        }

        bytes = amount <= long.MaxValue ? (long)amount : 0;
        return amount <= long.MaxValue;
    }
}
