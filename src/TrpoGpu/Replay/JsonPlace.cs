using System;
using System.Collections.Generic;
using System.Text.Json;

namespace TrpoGpu.Replay;

/// <summary>Finds where in a text that is no JSON the reader stopped.</summary>
internal static class JsonPlace
{
    private const int LongestName = 40;

    /// <summary>The way to the value that could not be read, such as <c>trajectories[2].qpos[17]</c>.</summary>
    /// <param name="json">What was read.</param>
    /// <param name="options">How.</param>
    /// <returns>The way; empty if it is the text's first value.</returns>
    internal static string Of(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        // Names of members and indices of elements from the root inwards; an index is of the last element begun.
        Stack<Step> way = new();
        Utf8JsonReader reader = new(json, options);
        try
        {
            while (reader.Read())
            {
                Follow(ref reader, way);
            }
        }
        catch (JsonException)
        {
            // That is where.
        }
        catch (InvalidOperationException)
        {
            // A name that is no text.
        }

        return Describe(way);
    }

    private static void Follow(ref Utf8JsonReader reader, Stack<Step> way)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                way.Pop();
                way.Push(new Step(reader.GetString(), -1));
                break;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                way.Pop();
                break;
            default:
                if (way.TryPeek(out Step last) && last.Name is null)
                {
                    way.Pop();
                    way.Push(new Step(null, last.Index + 1));
                }

                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    way.Push(new Step(reader.TokenType == JsonTokenType.StartArray ? null : "", -1));
                }

                break;
        }
    }

    // In an array the one that failed comes after the last that did not.
    private static string Describe(Stack<Step> way)
    {
        string text = "";
        int inwards = way.Count;
        foreach (Step step in way)
        {
            bool isInnermost = inwards == way.Count;
            inwards--;
            string part = step.Name is string name
                ? (name.Length == 0 ? "" : $".{(name.Length <= LongestName ? name : name[..LongestName] + "...")}")
                : $"[{step.Index + (isInnermost ? 1 : 0)}]";
            text = part + text;
        }

        return text.TrimStart('.');
    }

    private readonly record struct Step(string? Name, int Index);
}
