using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Files;

/// <summary>
/// The child of the crash test: writes numbered checkpoints one over the other and says a number when that
/// checkpoint is complete.
/// </summary>
internal static class CheckpointWriter
{
    public const string Atomic = "write-checkpoints";
    public const string InPlace = "write-checkpoints-in-place";

    // About 400 kB, as much as a small policy with its optimiser.
    private const int Numbers = 100_000;
    private const int PieceBytes = 4096;

    public static int Run(string path, Action<string, long> write)
    {
        long first = File.Exists(path) && TryRead(path, out long last) ? last + 1 : 0;
        for (long index = first; ; index++)
        {
            write(path, index);
            Console.Out.Write($"{index}\n");
        }
    }

    /// <summary>Reads a checkpoint: its number must belong to its content.</summary>
    public static bool TryRead(string path, out long index)
    {
        index = -1;
        try
        {
            SafetensorsFile file = SafetensorsFile.Read(path);
            long claimed = file.Values<long>("index")[0];
            index = claimed;
            return file.Values<float>("values", Numbers).All(value => value == claimed);
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    public static void WriteAtomically(string path, long index) => SafetensorsFile.Write(
        path,
        [
            SafetensorsTensor.Create<long>("index", [index]),
            SafetensorsTensor.Create<float>(
                "values", Enumerable.Repeat((float)index, Numbers).ToArray(), Numbers),
        ],
        new Dictionary<string, string>());

    /// <summary>Where the counterexample keeps the bytes that it writes over and over.</summary>
    public static string CompleteCopy(string path) => path + ".complete";

    /// <summary>The counterexample that shows the harness to be able to fail.</summary>
    public static void WriteInPlace(string path, long index)
    {
        string complete = CompleteCopy(path);
        if (!File.Exists(complete))
        {
            WriteAtomically(complete, 0);
        }

        byte[] bytes = File.ReadAllBytes(complete);
        using FileStream stream = File.Create(path);
        foreach (byte[] piece in bytes.Chunk(PieceBytes))
        {
            stream.Write(piece);
            stream.Flush();
        }
    }
}
