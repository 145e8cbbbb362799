using System;
using System.Globalization;

namespace TrpoGpu.Backends;

/// <summary>A device as people name it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
/// <param name="Kind">Which implementation.</param>
/// <param name="Index">Which of its devices; null if that was left open.</param>
internal readonly record struct DeviceName(string Kind, int? Index)
{
    internal const string Auto = "auto";
    internal const string Cuda = "cuda";
    internal const string OpenCl = "opencl";
    internal const string Cpu = "cpu";
    internal const string Reference = "reference";
    internal const string StandIn = "simt";

    // Kinds that a machine can have several devices of.
    private static readonly string[] Numbered = [Cuda, OpenCl];

    /// <summary>Reads a name.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="kinds">Kinds that there are.</param>
    /// <param name="name">The name, if it is one.</param>
    internal static bool TryParse(string text, ReadOnlySpan<string> kinds, out DeviceName name)
    {
        string[] parts = text.Split(':', 2);
        name = new DeviceName(parts[0], null);
        if (!kinds.Contains(parts[0]))
        {
            return false;
        }

        if (parts.Length == 1)
        {
            return true;
        }

        bool isIndex = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        name = new DeviceName(parts[0], index);
        return isIndex && Array.IndexOf(Numbered, parts[0]) >= 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Index is int index ? $"{Kind}:{index}" : Kind;
}
