using System.Globalization;
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

    private static bool IsPlain(char letter) => char.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
