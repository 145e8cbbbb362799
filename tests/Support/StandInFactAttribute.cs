using TrpoGpu.Backends;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>A test of the GPU engine under its name on the command line, which it has where ILGPU's stand-in is.</summary>
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
