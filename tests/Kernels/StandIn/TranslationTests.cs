using Xunit;

namespace TrpoGpu.Tests.Kernels.StandIn;

/// <summary>Says what is not tested where ILGPU is not.</summary>
public sealed class TranslationTests
{
    private const string Reason =
        "Kernels were not translated to PTX and OpenCL C: they are built against the stand-in for ILGPU";

    // As the name too, since that is what a run prints of a test that it skips.
    [Fact(DisplayName = Reason, Skip = Reason)]
    public void Every_kernel_is_translated()
    {
    }
}
