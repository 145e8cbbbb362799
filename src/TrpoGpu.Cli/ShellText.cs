using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.Cli;

/// <summary>Words as a shell takes them: what is printed can be pasted.</summary>
internal static class ShellText
{
    private const string Plain = "_-./,:=+@%~";

    /// <summary>A word, in single quotes unless it needs none.</summary>
    internal static string Quote(string word) =>
        word.Length > 0 && word[0] != '~' && word.All(IsPlain) ? word : $"'{word.Replace("'", @"'\''")}'";

    /// <summary>Words as a line.</summary>
    internal static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter);
}
