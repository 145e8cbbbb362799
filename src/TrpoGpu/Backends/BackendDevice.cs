namespace TrpoGpu.Backends;

/// <summary>Something that <see cref="BackendFactory.Create"/> could compute on.</summary>
/// <param name="Name">What to ask for: <c>cuda:0</c>, <c>opencl:0</c>, <c>cpu</c>, <c>reference</c>.</param>
/// <param name="Kind">The name without the number of the device.</param>
/// <param name="Model">What its maker calls it; of what runs on the host, a few words.</param>
/// <param name="MemoryBytes">Its memory; of what runs on the host, what this process may have.</param>
/// <param name="Fault">Why it cannot be used; null if it can.</param>
public sealed record BackendDevice(string Name, string Kind, string Model, long MemoryBytes, string? Fault)
{
    /// <summary>Whether it can be used.</summary>
    public bool IsUsable => Fault is null;
}
