using TrpoGpu.Backends;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>Tests that ILGPU's own simulation of a device is too slow for.</summary>
public sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute()
    {
        if (!IlgpuSupply.IsStandIn)
        {
            Skip = "ILGPU's simulated device is too slow for it.";
        }
    }
}
