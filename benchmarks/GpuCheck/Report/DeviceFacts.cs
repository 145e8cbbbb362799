using System.IO;
using System.Text.RegularExpressions;
using TrpoGpu.Backends;

namespace TrpoGpu.GpuCheck.Report;

/// <summary>The device that a result is of.</summary>
/// <param name="Kind"><c>cuda</c>, <c>opencl</c>, <c>simt</c>.</param>
/// <param name="Description">Model, multiprocessors, memory.</param>
/// <param name="Driver">Version of the NVIDIA driver; null where there is none.</param>
/// <param name="Ilgpu">Through which it is reached.</param>
internal sealed partial record DeviceFacts(string Kind, string Description, string? Driver, string Ilgpu)
{
    private const string DriverFile = "/proc/driver/nvidia/version";

    /// <summary>Facts of a backend's device.</summary>
    internal static DeviceFacts Of(ComputeBackend backend) =>
        new(backend.Name, backend.Description, backend.Name == "cuda" ? ReadDriver() : null, IlgpuSupply.Description);

    // A driver says its version in a file on Linux; elsewhere a result goes without.
    private static string? ReadDriver()
    {
        try
        {
            Match version = Version().Match(File.ReadAllText(DriverFile));
            return version.Success ? version.Value : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)*")]
    private static partial Regex Version();
}
