using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TrpoGpu.Tests.Files;

/// <summary>
/// Damages a safetensors file in one of many ways; the same seed damages it in the same way.
/// </summary>
internal sealed class FileMutator(int seed)
{
    private static readonly string[] Numbers =
    [
        "-1", "0", "1", "9223372036854775808", "18446744073709551616", "1e400", "0.5", "00", "\"4\"", "null",
        "[]", "{}",
    ];

    private readonly Random random = new(seed);

    public byte[] Mutate(byte[] file)
    {
        byte[] result = file;
        int times = 1 + random.Next(3);
        for (int time = 0; time < times; time++)
        {
            result = random.Next(4) == 0 ? MutateBytes(result) : MutateHeader(result);
        }

        return result;
    }

    private byte[] MutateBytes(byte[] file)
    {
        List<byte> bytes = [.. file];
        int at = random.Next(bytes.Count + 1);
        int count = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(5))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, count);
                break;
            case 2:
                bytes.InsertRange(at, Enumerable.Range(0, count).Select(_ => (byte)random.Next(256)));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count + 1), count));
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }

        return bytes.Count > 0 ? [.. bytes] : file;
    }

    // Edits the header as text and corrects its length, so that the damage is met behind the first checks.
    private byte[] MutateHeader(byte[] file)
    {
        ulong length = file.Length < 8 ? 0 : BitConverter.ToUInt64(file);
        if (length == 0 || length > (ulong)file.Length - 8)
        {
            return MutateBytes(file);
        }

        (byte[] header, byte[] data) = SafetensorsSamples.Split(file);
        string text = Encoding.Latin1.GetString(header);
        int at = random.Next(text.Length);
        text = random.Next(4) switch
        {
            0 => ReplaceNumber(text, at),
            1 => text.Insert(at, new string("[{\"\\:,"[random.Next(6)], random.Next(1, 200))),
            2 => text.Insert(at, text.Substring(at, random.Next(text.Length - at))),
            _ => text.Remove(at, random.Next(1, Math.Min(30, text.Length - at) + 1)),
        };
        return SafetensorsSamples.Compose(Encoding.Latin1.GetBytes(text), data);
    }

    private string ReplaceNumber(string text, int at)
    {
        int begin = text.AsSpan(at).IndexOfAnyInRange('0', '9') + at;
        if (begin < at)
        {
            return text;
        }

        int end = begin;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return text[..begin] + Numbers[random.Next(Numbers.Length)] + text[end..];
    }
}
