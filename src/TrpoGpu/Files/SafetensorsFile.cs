using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace TrpoGpu.Files;

/// <summary>
/// The content of a safetensors file: named arrays and named texts, and nothing that could run.
/// </summary>
/// <remarks>
/// Layout: 8 bytes with the length N of the header, little-endian; N bytes of JSON, padded with spaces to a
/// multiple of 8; the arrays without gaps. The metadata texts carry two digests, which are written always and
/// checked whenever present: <c>sha256</c> of everything after the header, and <c>sha256_header</c> of
/// everything before (the length included) with its own 64 digits taken as zeros. Files without digests are
/// accepted; a file with only one of them is not, since a damaged key would look like that.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly Dictionary<string, SafetensorsTensor> byName;

    internal SafetensorsFile(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata,
        string? digest)
    {
        Path = path;
        Tensors = tensors;
        Metadata = metadata;
        DataSha256 = digest;
        byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>Where it was read, for messages.</summary>
    public string Path { get; }

    /// <summary>The arrays, in the order in which they lie in the file.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The texts, without the two digests.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// The verified digest of the arrays as 64 hexadecimal digits; null when the file carries none.
    /// </summary>
    public string? DataSha256 { get; }

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InvalidFileException">
    /// It breaks a rule of the format or fails its digests.
    /// </exception>
    /// <exception cref="FileAccessException">The system refused to read it.</exception>
    public static SafetensorsFile Read(string path) => SafetensorsReader.Read(path);

    /// <summary>Checks bytes that were read elsewhere; the arrays refer to them.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="InvalidFileException">
    /// It breaks a rule of the format or fails its digests.
    /// </exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string path) =>
        SafetensorsReader.Parse(bytes, path);

    /// <summary>Writes a file, atomically and with digests.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tensors">The arrays, in any order: the file sorts them by type, then by name.</param>
    /// <param name="metadata">The texts.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved.</exception>
    /// <exception cref="FileAccessException">The system refused; an existing file is intact.</exception>
    public static void Write(
        string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        SafetensorsWriter.Write(path, tensors, metadata);

    /// <summary>Whether there is an array with this name.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The elements of the array <paramref name="name"/>, in a new array.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="shape">The shape it must have; none for a single number.</param>
    /// <exception cref="InvalidFileException">It is missing, or has another type or shape.</exception>
    public T[] Values<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if (!byName.TryGetValue(name, out SafetensorsTensor? tensor))
        {
            throw Invalid($"tensor {name}", "it is missing");
        }

        string expected = Describe(SafetensorsTypes.Of<T>(), shape);
        string actual = Describe(tensor.Type, tensor.Shape.ToArray());
        return expected == actual
            ? tensor.ToArray<T>()
            : throw Invalid($"tensor {name}", $"it is {actual}, expected {expected}");
    }

    /// <summary>As <see cref="Values{T}"/>, refusing infinities and values that are not numbers.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="shape">The shape it must have; none for a single number.</param>
    /// <exception cref="InvalidFileException">
    /// It is missing, has another type or shape, or is not finite.
    /// </exception>
    public T[] FiniteValues<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = Values<T>(name, shape);
        int bad = Array.FindIndex(values, value => !T.IsFinite(value));
        return bad < 0
            ? values
            : throw Invalid(
                $"tensor {name}, element {bad}", $"it is {values[bad]}, expected a finite number");
    }

    /// <summary>The text <paramref name="key"/> of the metadata.</summary>
    /// <exception cref="InvalidFileException">It is missing.</exception>
    public string Text(string key) => Metadata.TryGetValue(key, out string? text)
        ? text
        : throw Invalid($"metadata {key}", "it is missing");

    private static string Describe(SafetensorsType type, ReadOnlySpan<long> shape) =>
        $"{type}[{string.Join(", ", shape.ToArray())}]";

    private InvalidFileException Invalid(string where, string reason) =>
        new(Path, where, reason, "The file was written for something else; check which file was given.");
}
