using System;

namespace TrpoGpu.Kernels.Environments;

/// <summary>The environments that every backend can step.</summary>
public static class BuiltInEnvironments
{
    private static readonly EnvironmentSpec[] Specs = [];

    /// <summary>All of them, in the order in which lists show them.</summary>
    public static ReadOnlySpan<EnvironmentSpec> All => Specs;

    /// <summary>The specification with an identifier.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static EnvironmentSpec Find(string id)
    {
        foreach (EnvironmentSpec spec in Specs)
        {
            if (string.Equals(spec.Id, id, StringComparison.OrdinalIgnoreCase))
            {
                return spec;
            }
        }

        throw new ArgumentException(
            $"There is no built-in environment '{id}'. There are: {string.Join(", ", Array.ConvertAll(Specs, s => s.Id))}.",
            nameof(id));
    }
}
