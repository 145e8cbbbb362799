using System;
using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrpoGpu;

/// <summary>
/// One setting of <see cref="TrpoOptions"/> by its name in configuration files and on the command line.
/// </summary>
public sealed class Option
{
    // How a setting that is null is written: it follows from others.
    private const string Automatic = "auto";

    private readonly PropertyInfo property;
    private readonly RangeAttribute? range;

    internal Option(PropertyInfo property)
    {
        this.property = property;
        range = property.GetCustomAttribute<RangeAttribute>();
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name;
        Description = property.GetCustomAttribute<DescriptionAttribute>()!.Description;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it does, in a line.</summary>
    public string Description { get; }

    /// <summary>Its value as it would be written in a configuration file.</summary>
    public string Text(TrpoOptions options) => Format(property.GetValue(options));

    /// <summary>A copy of <paramref name="options"/> with this setting read from text.</summary>
    /// <exception cref="OptionException">The text is not a value, or out of range.</exception>
    public TrpoOptions With(TrpoOptions options, string text)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(text);
        return With(options, Parse(text));
    }

    /// <summary>A copy of <paramref name="options"/> with this setting read from JSON.</summary>
    /// <exception cref="OptionException">The JSON is not a value, or out of range.</exception>
    public TrpoOptions With(TrpoOptions options, JsonElement json) => With(options, json.ValueKind switch
    {
        JsonValueKind.Array => Parse(string.Join(',', json.EnumerateArray().Select(e => e.GetRawText()))),
        JsonValueKind.String => Parse(json.GetString()!),
        _ => Parse(json.GetRawText()),
    });

    internal void ThrowIfInvalid(TrpoOptions options)
    {
        object? value = property.GetValue(options);
        double? number = value switch
        {
            double d => d,
            int i => i,
            long l => l,
            _ => null,
        };
        if (number is double n && range is not null && !(n >= Bound(range.Minimum) && n <= Bound(range.Maximum)))
        {
            throw new OptionException(Name, $"{Format(value)} given, expected {Expected(range)} ({Description})");
        }

        if (value is ImmutableArray<int> widths && (widths.IsDefault || widths.Any(w => w < 1)))
        {
            string given = widths.IsDefault ? "nothing" : Format(value);
            throw new OptionException(Name, $"{given} given, expected widths of at least 1 ({Description})");
        }
    }

    // RangeAttribute knows int and double: the end of the long range has become a double, and means no end.
    private static string Expected(RangeAttribute range) => range.Maximum is double and >= long.MaxValue
        ? $"at least {range.Minimum}"
        : string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}");

    private static double Bound(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);

    private static string Format(object? value) => value switch
    {
        null => Automatic,
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        ImmutableArray<int> widths => string.Join(',', widths),
        Enum e => JsonNamingPolicy.SnakeCaseLower.ConvertName(e.ToString()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private TrpoOptions With(TrpoOptions options, object? value)
    {
        TrpoOptions copy = options with { };
        property.SetValue(copy, value);
        ThrowIfInvalid(copy);
        return copy;
    }

    private object? Parse(string text)
    {
        bool mayBeAutomatic = Nullable.GetUnderlyingType(property.PropertyType) is not null;
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (mayBeAutomatic && text == Automatic)
        {
            return null;
        }

        if (type == typeof(int) && CountText.TryParse(text, out long count) && count <= int.MaxValue)
        {
            return (int)count;
        }

        if (type == typeof(long) && CountText.TryParse(text, out long steps))
        {
            return steps;
        }

        if (type == typeof(double) &&
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number;
        }

        if (type == typeof(bool) && bool.TryParse(text, out bool flag))
        {
            return flag;
        }

        if (type.IsEnum)
        {
            string name = text.Replace('-', '_');
            object? match = Enum.GetValues(type).Cast<object>().FirstOrDefault(v => Format(v) == name);
            return match ?? throw new OptionException(
                Name,
                $"'{text}' given, expected one of " +
                string.Join(", ", Enum.GetValues(type).Cast<object>().Select(Format)));
        }

        if (type == typeof(ImmutableArray<int>))
        {
            int[] widths = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => CountText.TryParse(part, out long width) && width <= int.MaxValue
                    ? (int)width
                    : throw new OptionException(
                        Name,
                        $"'{text}' given, expected whole numbers joined by commas, such as 64,64 ({Description})"))];
            return widths.ToImmutableArray();
        }

        string kind = mayBeAutomatic ? $"{Kind(type)} or {Automatic}" : Kind(type);
        throw new OptionException(Name, $"'{text}' given, expected {kind} ({Description})");
    }

    private static string Kind(Type type) =>
        type == typeof(bool) ? "true or false" : type == typeof(double) ? "a number" : "a whole number";
}
