using System;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>Branches on a device against the CPU engine's: every number, bit for bit.</summary>
[Collection(DeviceCollection.Name)]
public sealed class GpuBranchTests(DeviceFixture devices)
{
    private const int Count = 3;

    public static TheoryData<string> Environments => [.. BuiltInEnvironments.All.ToArray().Select(spec => spec.Id)];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Branches_have_the_bits_of_the_CPU_engine(string id)
    {
        EnvironmentSpec spec = BuiltInEnvironments.Find(id);
        int copies = spec.Actions.Kind == ActionKind.Discrete ? spec.Actions.Choices[0] : 2;
        using GpuRolloutScene trunk = new(devices, id, Count, sanitize: true);
        using GpuRolloutScene branches = new(devices, id, Count * copies, sanitize: true);
        trunk.ApproachEnds(stepsTaken: 7);
        Branch(trunk, branches, copies, stepsTaken: 21);
        Assert.Equal(21, branches.GpuEnvironments.StepsTaken);
        branches.RunBoth(3, new RolloutOptions(BranchCopies: copies), out _).Dispose();
        Branch(trunk, branches, copies, stepsTaken: 24);
        bool isDiscrete = spec.Actions.Kind == ActionKind.Discrete;
        RolloutOptions enumerated = new(BranchCopies: copies, EnumerateFirstAction: isDiscrete);
        branches.RunBoth(2, enumerated, out TrajectoryBuffers expected).Dispose();
        if (isDiscrete)
        {
            Assert.Equal(copies - 1, expected.Actions.ReadArray()[copies - 1]);
        }
    }

    [Fact]
    public void Networks_too_wide_for_one_launch_branch_alike()
    {
        const int Copies = 3;
        using GpuRolloutScene trunk = new(devices, "Acrobot-v1", Count, [200, 8]);
        using GpuRolloutScene branches = new(devices, "Acrobot-v1", Count * Copies, [200, 8]);
        trunk.ApproachEnds(stepsTaken: 7);
        Branch(trunk, branches, Copies, stepsTaken: 21);
        branches.RunBoth(3, new RolloutOptions(BranchCopies: Copies), out _).Dispose();
        branches.RunBoth(
            3, new RolloutOptions(BranchCopies: Copies, EnumerateFirstAction: true), out _).Dispose();
        Assert.NotEqual(0, branches.Wide.Passes);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 3)]
    [InlineData(40, 4)]
    public void Weights_have_the_bits_of_the_CPU_engine(int groups, int copies)
    {
        DeviceKernels kernels = devices.Kernels(sanitize: true);
        AcceleratorStream stream = kernels.Accelerator.DefaultStream;
        using CpuBackend cpu = new(1);
        using DeviceBlocks memory = new(kernels.Accelerator, stream);
        using GpuVectors vectors = new(kernels, stream);
        Branches branches = new(groups, copies);
        foreach (BranchWeighting weighting in Enum.GetValues<BranchWeighting>())
        {
            // In place, with a number behind that stays as it is.
            ArrayView<float> values = memory.Upload<float>([.. branches.Values, -1f]);
            vectors.CenterBranches(
                values, memory.Upload<float>(branches.Logs), groups, copies, weighting == BranchWeighting.FullSum,
                values);
            float[] weights = new float[values.Length];
            values.CopyToCPU(stream, weights.AsSpan());
            Assert.Equal(Bits.Of([.. branches.In(cpu, weighting), -1f]), Bits.Of(weights));
        }
    }

    // In both memories, which then hold the same.
    private static void Branch(GpuRolloutScene trunk, GpuRolloutScene branches, int copies, long stepsTaken)
    {
        ((CpuEnvironments)branches.CpuEnvironments).BranchFrom(
            (CpuEnvironments)trunk.CpuEnvironments, copies, stepsTaken);
        branches.GpuEnvironments.BranchFrom(trunk.GpuEnvironments, copies, stepsTaken);
        branches.AssertSameState();
    }
}
