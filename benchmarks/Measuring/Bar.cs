namespace TrpoGpu.Benchmarks.Measuring;

/// <summary>What the project asks of its speed, and whether it is so.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Measured">What was found, in words; null if it was not measured.</param>
/// <param name="IsMet">Whether that is enough; null if it was not measured.</param>
internal sealed record Bar(string Name, string? Measured, bool? IsMet)
{
    /// <summary>The verdict, what is asked, and what was found.</summary>
    public override string ToString()
    {
        string verdict = IsMet switch { true => "met", false => "NOT MET", null => "not measured" };
        return $"{verdict}: {Name}{(Measured is null ? "" : $" ({Measured})")}";
    }
}
