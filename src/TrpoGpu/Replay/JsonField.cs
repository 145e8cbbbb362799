using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu.Replay;

/// <summary>A value in a recording and the way to it, such as <c>trajectories[2].qpos[17]</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="where">The way from the root of the file; empty for the root.</param>
/// <param name="value">What is there.</param>
internal readonly struct JsonField(string path, string where, JsonElement value)
{
    /// <summary>Says where the format is described.</summary>
    internal const string Remedy = "See tests/Golden/mujoco/README.md for the format";

    // The digits that a double needs, with sign, point, exponent and as many again.
    private const int LongestNumber = 48;

    /// <summary>The members of an object, by name.</summary>
    /// <exception cref="InvalidFileException">It is no object, or has a member twice.</exception>
    internal Dictionary<string, JsonField> Members()
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object");
        }

        Dictionary<string, JsonField> members = [];
        foreach (JsonProperty property in value.EnumerateObject())
        {
            JsonField member = Inner(where.Length == 0 ? property.Name : $"{where}.{property.Name}", property.Value);
            if (!members.TryAdd(property.Name, member))
            {
                throw member.Invalid("it is given twice");
            }
        }

        return members;
    }

    /// <summary>The elements of an array.</summary>
    /// <exception cref="InvalidFileException">It is no array, or empty.</exception>
    internal JsonField[] Elements()
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            throw Wrong("an array that is not empty");
        }

        JsonField[] elements = new JsonField[value.GetArrayLength()];
        int k = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            elements[k] = Inner($"{where}[{k}]", element);
            k++;
        }

        return elements;
    }

    /// <summary>A text.</summary>
    /// <exception cref="InvalidFileException">It is none.</exception>
    internal string Text() => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong("a text");

    /// <summary>Finite numbers.</summary>
    /// <param name="count">How many there must be.</param>
    /// <param name="meaning">What they are, one each, such as "position".</param>
    /// <exception cref="InvalidFileException">They are not that.</exception>
    internal double[] Numbers(int count, string meaning)
    {
        CheckLength(count, $"number per {meaning}");
        double[] numbers = new double[count];
        int k = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            numbers[k] = TryNumber(element, out double number)
                ? number
                : throw Inner($"{where}[{k}]", element).NoNumber();
            k++;
        }

        return numbers;
    }

    /// <summary>Finite numbers, a row a step.</summary>
    /// <param name="rows">How many rows there must be.</param>
    /// <param name="columns">How many numbers each must have.</param>
    /// <param name="meaning">What they are, one each, such as "position".</param>
    /// <exception cref="InvalidFileException">They are not that.</exception>
    internal double[][] Table(int rows, int columns, string meaning)
    {
        CheckLength(rows, "row per step");
        double[][] table = new double[rows][];
        int t = 0;
        foreach (JsonElement row in value.EnumerateArray())
        {
            table[t] = Inner($"{where}[{t}]", row).Numbers(columns, meaning);
            t++;
        }

        return table;
    }

    /// <summary>Flags, 0 or 1.</summary>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="InvalidFileException">They are not that.</exception>
    internal bool[] Flags(int count)
    {
        CheckLength(count, "flag per step");
        bool[] flags = new bool[count];
        int k = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            flags[k] = element.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ when TryNumber(element, out double number) && number is 0 or 1 => number == 1,
                _ => throw Inner($"{where}[{k}]", element).Wrong("0 or 1"),
            };
            k++;
        }

        return flags;
    }

    /// <summary>Makes sure that a number is what it has to be.</summary>
    /// <param name="expected">The number.</param>
    /// <param name="reason">Why, such as "for Hopper-v5".</param>
    /// <exception cref="InvalidFileException">It is another one.</exception>
    internal void MustBe(double expected, string reason)
    {
        if (!TryNumber(value, out double number) || number != expected)
        {
            throw Wrong($"{expected} {reason}");
        }
    }

    /// <summary>The error that the value is something else than it should be.</summary>
    /// <param name="expected">What it should be.</param>
    /// <param name="remedy">What to do; a full sentence.</param>
    internal InvalidFileException Wrong(string expected, string remedy = Remedy + ".") =>
        Invalid($"{Given} given, expected {expected}", remedy);

    /// <summary>The error that something is wrong here.</summary>
    /// <param name="reason">What.</param>
    /// <param name="remedy">What to do; a full sentence.</param>
    internal InvalidFileException Invalid(string reason, string remedy = Remedy + ".") =>
        new(path, where.Length == 0 ? "the whole file" : where, reason, remedy);

    /// <summary>The error that a member is missing.</summary>
    /// <param name="name">The member.</param>
    internal InvalidFileException Missing(string name) =>
        new(path, where.Length == 0 ? name : $"{where}.{name}", "it is missing", Remedy + ".");

    private string Given => value.ValueKind switch
    {
        JsonValueKind.String => $"the text {DisplayText.Quote(value.GetString()!)}",
        JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => Shown(JsonMarshal.GetRawUtf8Value(value)),
        JsonValueKind kind => kind.ToString().ToLowerInvariant(),
    };

    private void CheckLength(int count, string entries)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != count)
        {
            throw Wrong($"an array of {count}, one {entries}");
        }
    }

    private InvalidFileException NoNumber() => Wrong(
        value.ValueKind == JsonValueKind.Number
            ? $"a number that a double holds, in at most {LongestNumber} characters"
            : "a number");

    private JsonField Inner(string inner, JsonElement element) => new(path, inner, element);

    private static bool TryNumber(JsonElement element, out double number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number &&
            JsonMarshal.GetRawUtf8Value(element).Length <= LongestNumber &&
            element.TryGetDouble(out number) && double.IsFinite(number);
    }

    private static string Shown(ReadOnlySpan<byte> digits) => digits.Length <= LongestNumber
        ? Encoding.ASCII.GetString(digits)
        : $"{Encoding.ASCII.GetString(digits[..12])}... of {digits.Length} characters";
}
