using System;
using System.Linq;

namespace TrpoGpu.Files;

/// <summary>One cell of a log: a number, a word, or nothing.</summary>
public readonly struct MetricValue : IEquatable<MetricValue>
{
    private readonly double number;
    private readonly string? text;
    private readonly bool isNumber;

    private MetricValue(double number, string? text, bool isNumber)
    {
        this.number = number;
        this.text = text;
        this.isNumber = isNumber;
    }

    /// <summary>An empty cell: not measured in this update.</summary>
    public static MetricValue None => default;

    /// <summary>Whether the cell holds a number.</summary>
    public bool IsNumber => isNumber;

    /// <summary>The number; 0 when the cell holds none.</summary>
    public double Number => number;

    /// <summary>The word; null when the cell holds none.</summary>
    public string? Text => text;

    /// <summary>A number.</summary>
    public static implicit operator MetricValue(double value) => new(value, null, isNumber: true);

    /// <summary>A count, exact up to 2^53.</summary>
    public static implicit operator MetricValue(long value) => new(value, null, isNumber: true);

    /// <summary>1 for yes and 0 for no.</summary>
    public static implicit operator MetricValue(bool value) => new(value ? 1 : 0, null, isNumber: true);

    /// <summary>A word; null is an empty cell.</summary>
    /// <exception cref="ArgumentException">It has control characters, which would break the line.</exception>
    public static implicit operator MetricValue(string? value) => value is null || !value.Any(char.IsControl)
        ? new MetricValue(0, value, isNumber: false)
        : throw new ArgumentException("MetricValue: a word cannot hold control characters.", nameof(value));

    /// <summary>Whether two cells hold the same.</summary>
    public static bool operator ==(MetricValue left, MetricValue right) => left.Equals(right);

    /// <summary>Whether two cells differ.</summary>
    public static bool operator !=(MetricValue left, MetricValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(MetricValue other) =>
        isNumber == other.isNumber && number.Equals(other.number) && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(isNumber, number, text);

    /// <summary>The number or the word.</summary>
    public override string ToString() => isNumber ? number.ToString("R") : text ?? string.Empty;
}
