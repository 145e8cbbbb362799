using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>A problem in a CPU backend, loaded, with the buffers of an update.</summary>
internal sealed class CpuFixture(SampleProblem problem, int threads = 2, LaneWidth? width = null, int capacity = 0)
    : EngineFixture(problem, new CpuBackend(threads, width ?? LaneWidths.Widest), capacity)
{
    public new CpuBackend Backend => (CpuBackend)base.Backend;

    public new CpuWorkspace Workspace => (CpuWorkspace)base.Workspace;
}
