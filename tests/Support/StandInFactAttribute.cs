using TrpoGpu.Backends;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>A test of the device that only builds without ILGPU have.</summary>
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute()
    {
        if (!IlgpuSupply.IsStandIn)
        {
            Skip = "The device 'simt' is only in builds without ILGPU.";
        }
    }
}
