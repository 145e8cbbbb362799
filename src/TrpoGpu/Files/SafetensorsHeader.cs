using System;
using System.Collections.Generic;

namespace TrpoGpu.Files;

/// <summary>What the header of a safetensors file says, before any of it is believed.</summary>
internal sealed class SafetensorsHeader
{
    internal const string MetadataKey = "__metadata__";
    internal const string DataDigestKey = "sha256";
    internal const string HeaderDigestKey = "sha256_header";

    /// <summary>The arrays in the order of the header.</summary>
    internal List<Entry> Entries { get; } = [];

    /// <summary>The texts without the digests.</summary>
    internal SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The claimed digest of the data; null when there is none.</summary>
    internal string? DataDigest { get; set; }

    /// <summary>The claimed digest of the header; null when there is none.</summary>
    internal string? HeaderDigest { get; set; }

    /// <summary>
    /// Where in the header the text of the header's digest begins, after its opening quote.
    /// </summary>
    internal int HeaderDigestStart { get; set; }

    /// <summary>One array: its claimed place is [Begin, End) in the bytes after the header.</summary>
    internal sealed record Entry(
        string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End);
}
