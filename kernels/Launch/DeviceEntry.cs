namespace TrpoGpu.Kernels.Launch;

/// <summary>A device that kernels could run on.</summary>
/// <param name="Kind"><c>cuda</c>, <c>opencl</c> or, where there is no ILGPU, <c>simt</c>.</param>
/// <param name="Index">Its place among the devices of its kind.</param>
/// <param name="Name">As its maker calls it.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Fault">Why it cannot be used; null if it can.</param>
public sealed record DeviceEntry(string Kind, int Index, string Name, long MemoryBytes, string? Fault);
