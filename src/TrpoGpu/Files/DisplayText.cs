using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TrpoGpu.Files;

/// <summary>
/// Text out of a file, made safe to show: a message stays one short line whatever the file holds.
/// </summary>
internal static class DisplayText
{
    private const int MaxLength = 60;

    /// <summary>
    /// <paramref name="text"/> in single quotes, shortened, with control and direction characters replaced
    /// by '?': they could move the cursor of a terminal or reorder the line.
    /// </summary>
    internal static string Quote(string text)
    {
        StringBuilder shown = new("'");
        foreach (char letter in text.Length <= MaxLength ? text : text[..MaxLength])
        {
            shown.Append(IsPlain(letter) ? letter : '?');
        }

        return shown.Append(text.Length <= MaxLength ? "'" : "...'").ToString();
    }

    /// <summary><paramref name="text"/> as one line with nothing in it that a terminal would obey.</summary>
    internal static string Line(string text)
    {
        string line = string.Join(' ', text.Split(
            ['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return string.Concat(line.Select(letter => IsPlain(letter) ? letter : '?'));
    }

    /// <summary>What an argument's exception says, without the name of the parameter and the full stop.</summary>
    internal static string Reason(Exception error)
    {
        int parameter = error.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return (parameter < 0 ? error.Message : error.Message[..parameter]).TrimEnd('.');
    }

    private static bool IsPlain(char letter) => char.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
