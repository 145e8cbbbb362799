using System;

namespace TrpoGpu;

/// <summary>A setting is unknown, malformed or out of range: which, what was expected, what was given.</summary>
public sealed class OptionException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="option">Name of the setting.</param>
    /// <param name="problem">What was given, what is expected.</param>
    public OptionException(string option, string problem)
        : base($"{option}: {problem}") => Option = option;

    /// <summary>Name of the setting.</summary>
    public string Option { get; }
}
