using System;
using System.Collections.Generic;
using System.Linq;

namespace TrpoGpu.Replay;

/// <summary>The errors of one quantity over the steps of a recording, one a step, in the order of the file.</summary>
/// <param name="name">Of the quantity, such as <c>q</c>.</param>
internal sealed class QuantityErrors(string name)
{
    private const double Most = 0.99;

    private readonly List<FieldError> errors = [];

    /// <summary>Of the quantity.</summary>
    internal string Name => name;

    /// <summary>Steps that it was compared in.</summary>
    internal int Count => errors.Count;

    /// <summary>The largest error, the first of equals; null if there is none.</summary>
    internal FieldError? Worst => errors.Count == 0 ? null : errors.MaxBy(error => error.Error);

    /// <summary>The error that 99 % of the steps do not exceed; null if there is none.</summary>
    internal double? Percentile99 => errors.Count == 0
        ? null
        : errors.Select(error => error.Error).Order().ElementAt((int)Math.Ceiling(Most * errors.Count) - 1);

    /// <summary>Steps whose error is above a bound.</summary>
    internal int CountAbove(double bound) => errors.Count(error => error.Error > bound);

    /// <summary>The first error above a bound; null if none is.</summary>
    internal FieldError? FirstAbove(double bound)
    {
        int first = errors.FindIndex(error => error.Error > bound);
        return first < 0 ? null : errors[first];
    }

    /// <summary>Adds the error of a step.</summary>
    internal void Add(in FieldError error) => errors.Add(error);
}
