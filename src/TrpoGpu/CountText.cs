using System;
using System.Globalization;

namespace TrpoGpu;

/// <summary>Whole numbers as people write them: <c>200k</c>, <c>1e6</c>, <c>1_000_000</c>, <c>2M</c>.</summary>
public static class CountText
{
    /// <summary>Reads a count.</summary>
    /// <param name="text">
    /// Digits with optional single underscores between them, exponent, and suffix k, M or G (powers of 1000).
    /// </param>
    /// <param name="count">The number, not negative.</param>
    /// <returns>Whether the text is a whole number that fits in 63 bits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long count)
    {
        count = 0;
        decimal factor = text.IsEmpty ? 0 : text[^1] switch
        {
            'k' or 'K' => 1_000,
            'm' or 'M' => 1_000_000,
            'g' or 'G' => 1_000_000_000,
            _ => 1,
        };
        ReadOnlySpan<char> digits = factor > 1 ? text[..^1] : text;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isPlain = !digits.IsEmpty && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1]);
        string plain = digits.ToString().Replace("_", "");
        if (!isPlain || !SeparatesDigits(digits) ||
            !decimal.TryParse(plain, Style, CultureInfo.InvariantCulture, out decimal number) ||
            number > long.MaxValue / factor || decimal.Truncate(number * factor) != number * factor)
        {
            return false;
        }

        count = (long)(number * factor);
        return true;
    }

    // An underscore anywhere but between two digits is a slip of the finger.
    private static bool SeparatesDigits(ReadOnlySpan<char> digits)
    {
        for (int k = 0; k < digits.Length; k++)
        {
            if (digits[k] == '_' && !(char.IsAsciiDigit(digits[k - 1]) && char.IsAsciiDigit(digits[k + 1])))
            {
                return false;
            }
        }

        return true;
    }
}
