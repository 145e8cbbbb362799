namespace TrpoGpu.Backends;

/// <summary>Where the ILGPU surface that the kernels are compiled against comes from.</summary>
public static class IlgpuSupply
{
    /// <summary>Whether the project's own stand-in is in place of the ILGPU packages.</summary>
    public static bool IsStandIn { get; } =
        typeof(ILGPU.Interop).Assembly.GetName().Name == "TrpoGpu.Simt";

    /// <summary>In a line for people.</summary>
    public static string Description { get; } = IsStandIn
        ? "stand-in: this build could not restore the ILGPU packages; kernels can run on the CPU for checking only"
        : $"ILGPU {typeof(ILGPU.Interop).Assembly.GetName().Version}";
}
