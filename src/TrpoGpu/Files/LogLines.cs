using System;
using System.Collections.Generic;
using System.Text;

namespace TrpoGpu.Files;

/// <summary>Reads and cuts text logs by lines when a run is resumed, in bounded memory.</summary>
/// <remarks>Only a line that ends in a line feed counts: what follows the last was torn by a crash.</remarks>
internal static class LogLines
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>
    /// The first <paramref name="count"/> lines; fewer when the file has fewer whole lines.
    /// </summary>
    /// <exception cref="InvalidFileException">The lines are longer than those of any log.</exception>
    internal static List<string> ReadHead(AppendFile file, int count, string path)
    {
        byte[] chunk = new byte[ChunkBytes];
        int length = file.Read(0, chunk);
        List<string> lines = [];
        int start = 0;
        while (lines.Count < count)
        {
            int end = Array.IndexOf(chunk, (byte)'\n', start, length - start);
            if (end < 0)
            {
                return length < chunk.Length
                    ? lines
                    : throw Foreign(path, lines.Count + 1, $"it has more than {ChunkBytes} bytes");
            }

            lines.Add(Encoding.UTF8.GetString(chunk, start, end - start));
            start = end + 1;
        }

        return lines;
    }

    /// <summary>
    /// Cuts the file after its first <paramref name="count"/> lines and returns how many it has then.
    /// </summary>
    internal static long Keep(AppendFile file, long count)
    {
        byte[] chunk = new byte[ChunkBytes];
        long kept = 0;
        long length = 0;
        long position = 0;
        int bytes;
        while (kept < count && (bytes = file.Read(position, chunk)) > 0)
        {
            for (int k = 0; k < bytes && kept < count; k++)
            {
                if (chunk[k] == (byte)'\n')
                {
                    kept++;
                    length = position + k + 1;
                }
            }

            position += bytes;
        }

        file.Cut(length);
        return kept;
    }

    /// <summary>The error for a log that this program did not write.</summary>
    internal static InvalidFileException Foreign(string path, int line, string reason) => new(
        path, $"line {line}", reason, "Move the file away to continue with a new one, or start a new run.");
}
