using System.Collections.Generic;
using System.Globalization;
using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Commands;

/// <summary>Writes devices: a table with notes below it for people, or one JSON object a line for programs.</summary>
/// <param name="output">Where.</param>
/// <param name="json">For programs.</param>
internal sealed class DeviceReport(TextWriter output, bool json)
{
    private const int ModelWidth = 38;

    // What is said of a device below the table, in lines of this width.
    private const int NoteWidth = 88;
    private const string Indentation = "            ";

    private readonly List<(string Name, string Text)> notes = [];

    /// <summary>Writes the head.</summary>
    internal void Begin()
    {
        if (!json)
        {
            output.WriteLine(Row("device", "model", "memory", "copy GB/s", "FMA GFLOP/s"));
        }
    }

    /// <summary>Writes a device.</summary>
    internal void Add(BackendDevice device, DeviceRates rates)
    {
        (string model, string description) = Describe(device);
        if (json)
        {
            WriteJson(device.Name, device.Kind, model, description, device.MemoryBytes, rates, device.Fault);
            return;
        }

        output.WriteLine(Row(
            device.Name, DisplayText.Line(model), ByteText.Format(device.MemoryBytes), Rate(rates.CopyGigabytes, "0.0"),
            Rate(rates.FmaGigaflops, "0")));
        notes.Add((device.Name, device.IsUsable ? description : $"cannot be used: {device.Fault}"));
    }

    /// <summary>Writes that there is no device of a kind.</summary>
    internal void AddMissing(string kind, string reason)
    {
        if (json)
        {
            WriteJson(kind, kind, null, null, null, default, reason);
            return;
        }

        output.WriteLine(Row(kind, "none", "-", "-", "-"));
        notes.Add((kind, reason));
    }

    /// <summary>Writes what there is to say of each, and where ILGPU comes from.</summary>
    internal void End()
    {
        if (json)
        {
            new JsonLine().Add("device", "ilgpu").Add("description", IlgpuSupply.Description).WriteTo(output);
            return;
        }

        output.WriteLine();
        notes.Add(("ilgpu", IlgpuSupply.Description));
        foreach ((string name, string text) in notes)
        {
            string label = name.PadRight(Indentation.Length);
            foreach (string line in Wrap(DisplayText.Line(text), NoteWidth - Indentation.Length))
            {
                output.WriteLine(label + line);
                label = Indentation;
            }
        }
    }

    private void WriteJson(
        string device, string kind, string? model, string? description, long? memoryBytes, DeviceRates rates,
        string? fault) =>
        new JsonLine()
            .Add("device", device)
            .Add("kind", kind)
            .Add("model", model)
            .Add("description", description)
            .Add("usable", (bool?)(fault is null))
            .Add("fault", fault)
            .Add("memory_bytes", (double?)memoryBytes)
            .Add("copy_gigabytes_per_second", rates.CopyGigabytes)
            .Add("fma_gflops", rates.FmaGigaflops)
            .WriteTo(output);

    // Of the processor the library knows the engine's use of it, and the system its name.
    private static (string Model, string Description) Describe(BackendDevice device)
    {
        SystemInfo system = SystemInfo.Current;
        string threads = $"{system.Processors} thread{(system.Processors == 1 ? "" : "s")}";
        return device.Kind switch
        {
            "cpu" => (system.Processor, $"{device.Model}, {threads}, {system.Simd}"),
            "reference" => (device.Model, "one thread: what the others are compared with, not for speed"),
            "simt" => (device.Model, "stands in for a GPU: runs its kernels on the host to check them, at a small " +
                "part of the CPU engine's speed"),
            _ => (device.Model, $"{device.Model}, through ILGPU"),
        };
    }

    private static string Row(string device, string model, string memory, string copy, string fma) =>
        $"{device,-11} {Fit(model),-ModelWidth} {memory,10} {copy,10} {fma,12}";

    private static string Fit(string text) => text.Length <= ModelWidth ? text : $"{text[..(ModelWidth - 3)]}...";

    private static string Rate(double? rate, string format) =>
        rate?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            int end = text.LastIndexOf(' ', width);
            end = end > 0 ? end : width;
            yield return text[..end];
            text = text[end..].TrimStart();
        }

        yield return text;
    }
}
