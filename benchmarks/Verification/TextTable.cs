using System;
using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>A Markdown table whose columns line up: to be read in a terminal and on a page alike.</summary>
/// <param name="heads">Names of the columns; one that begins with a space is of numbers, and is aligned right.</param>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[]> rows = [];

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">It has not one cell a column.</exception>
    public void Add(params string[] cells)
    {
        if (cells.Length != heads.Length)
        {
            throw new ArgumentException($"TextTable: {cells.Length} cells, expected {heads.Length}.", nameof(cells));
        }

        rows.Add(cells);
    }

    /// <summary>The table, each line ended.</summary>
    public override string ToString()
    {
        string[] names = [.. heads.Select(head => head.Trim())];
        int[] widths = [.. names.Select((name, c) => rows.Select(row => row[c].Length).Append(name.Length).Max())];
        string rule = "|" + string.Concat(widths.Select((width, c) =>
            IsNumeric(c) ? new string('-', width + 1) + ":|" : new string('-', width + 2) + "|"));
        return string.Concat(((string[])[Line(names), rule, .. rows.Select(Line)]).Select(line => line + "\n"));

        string Line(string[] cells) => "|" + string.Concat(cells.Select((cell, c) =>
            $" {(IsNumeric(c) ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))} |"));
    }

    private bool IsNumeric(int column) => heads[column][0] == ' ';
}
