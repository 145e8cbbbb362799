using System;
using System.Security.Cryptography;

namespace TrpoGpu.Files;

/// <summary>The two digests of a safetensors file.</summary>
internal static class SafetensorsDigests
{
    /// <summary>Hexadecimal digits of one digest.</summary>
    internal const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>
    /// Digest of the length field and the header, with its own digits, which begin at <paramref
    /// name="digits"/>, taken as zeros.
    /// </summary>
    internal static string OfHeader(ReadOnlySpan<byte> lengthAndHeader, int digits)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> zeros = stackalloc byte[Digits];
        zeros.Fill((byte)'0');
        hash.AppendData(lengthAndHeader[..digits]);
        hash.AppendData(zeros);
        hash.AppendData(lengthAndHeader[(digits + Digits)..]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Compares the claimed digests, if there are any.</summary>
    /// <exception cref="InvalidFileException">
    /// One of them does not hold, or one is there without the other.
    /// </exception>
    internal static void Check(
        SafetensorsHeader header, ReadOnlySpan<byte> lengthAndHeader, ReadOnlySpan<byte> data, string path)
    {
        if (header.HeaderDigest is null && header.DataDigest is null)
        {
            return;
        }

        if (header.HeaderDigest is null || header.DataDigest is null)
        {
            throw SafetensorsReader.Damaged(
                path, $"metadata {SafetensorsHeader.DataDigestKey}, {SafetensorsHeader.HeaderDigestKey}",
                "they are not both there");
        }

        // A digest written with escape sequences would occupy more bytes than digits: it is cut here and
        // fails.
        int digits = SafetensorsReader.LengthBytes + header.HeaderDigestStart;
        if (header.HeaderDigest.Length != Digits || OfHeader(lengthAndHeader, digits) != header.HeaderDigest)
        {
            throw Differs(path, SafetensorsHeader.HeaderDigestKey);
        }

        if (Convert.ToHexStringLower(SHA256.HashData(data)) != header.DataDigest)
        {
            throw Differs(path, SafetensorsHeader.DataDigestKey);
        }
    }

    private static InvalidFileException Differs(string path, string key) =>
        SafetensorsReader.Damaged(path, $"metadata {key}", "the digest of the content is another");
}
