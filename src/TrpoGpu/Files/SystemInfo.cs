using System;
using System.Buffers.Binary;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrpoGpu.Files;

/// <summary>
/// What a result depends on besides its settings. Holds nothing that tells who ran it or where: no host or
/// user name, no path, no environment variable.
/// </summary>
/// <param name="Library">Version of this library.</param>
/// <param name="Runtime">Name and version of the .NET runtime.</param>
/// <param name="Platform">Name and version of the operating system.</param>
/// <param name="Architecture">Kind of processor.</param>
/// <param name="Processor">Model of the processor; the architecture where it does not say.</param>
/// <param name="Processors">Logical processors that this process may use.</param>
/// <param name="Simd">Widest vector instructions that the runtime uses.</param>
public sealed record SystemInfo(
    string Library,
    string Runtime,
    string Platform,
    string Architecture,
    string Processor,
    int Processors,
    string Simd)
{
    // CPUID leaves: the largest extended one, and the first of three that hold the model's name.
    private const int LargestExtendedLeaf = unchecked((int)0x80000000);
    private const int FirstNameLeaf = unchecked((int)0x80000002);
    private const int NameLeaves = 3;
    private const int LastNameLeaf = FirstNameLeaf + NameLeaves - 1;
    private const int LeafBytes = 16;

    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    /// <summary>This process.</summary>
    public static SystemInfo Current { get; } = new(
        ReadLibraryVersion(),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ReadProcessorName() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        DescribeSimd());

    /// <summary>The content of system.json.</summary>
    /// <param name="backend">Name of the backend.</param>
    /// <param name="device">The backend's description of its device.</param>
    public string ToJson(string backend, string device)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Json))
        {
            json.WriteStartObject();
            json.WriteString("library", Library);
            json.WriteString("runtime", Runtime);
            json.WriteString("platform", Platform);
            json.WriteString("architecture", Architecture);
            json.WriteString("processor", Processor);
            json.WriteNumber("processors", Processors);
            json.WriteString("simd", Simd);
            json.WriteString("backend", backend);
            json.WriteString("device", device);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static string ReadLibraryVersion() => typeof(SystemInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string DescribeSimd() =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : X86Base.IsSupported ? "SSE"
        : AdvSimd.IsSupported ? "AdvSimd"
        : "none";

    // Processors of this family spell their name in twelve registers, whatever the operating system.
    private static string? ReadProcessorName()
    {
        // As signed numbers the extended leaves are negative, and still in order.
        if (!X86Base.IsSupported || X86Base.CpuId(LargestExtendedLeaf, 0).Eax is >= 0 or < LastNameLeaf)
        {
            return null;
        }

        Span<byte> name = stackalloc byte[NameLeaves * LeafBytes];
        for (int leaf = 0; leaf < NameLeaves; leaf++)
        {
            Span<byte> part = name.Slice(leaf * LeafBytes, LeafBytes);
            (int eax, int ebx, int ecx, int edx) = X86Base.CpuId(FirstNameLeaf + leaf, 0);
            BinaryPrimitives.WriteInt32LittleEndian(part, eax);
            BinaryPrimitives.WriteInt32LittleEndian(part[4..], ebx);
            BinaryPrimitives.WriteInt32LittleEndian(part[8..], ecx);
            BinaryPrimitives.WriteInt32LittleEndian(part[12..], edx);
        }

        string text = Encoding.ASCII.GetString(name).Trim('\0', ' ');
        return text.Length > 0 ? text : null;
    }
}
