using System;
using System.Linq;
using System.Runtime.Intrinsics;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>After the first iterations training allocates nothing, on no thread.</summary>
public sealed class AllocationTests
{
    private static readonly TrpoOptions Options = new()
    {
        Environments = 20,
        Steps = Vector128.IsHardwareAccelerated ? 30 : 4,
        Hidden = Vector128.IsHardwareAccelerated ? [24, 24] : [3, 3],
        CriticUpdates = 2,
        CriticSteps = 2,
        FisherRowStride = 2,
    };

    public static TheoryData<PolicyAlgorithm> Algorithms => [.. Enum.GetValues<PolicyAlgorithm>()];

    [Theory]
    [InlineData("CartPole-v1", CriticMethod.Adam)]
    [InlineData("CartPole-v1", CriticMethod.GaussNewton)]
    [InlineData("Acrobot-v1", CriticMethod.Adam)]
    [InlineData("Pendulum-v1", CriticMethod.GaussNewton)]
    [InlineData("MountainCar-v0", CriticMethod.Adam)]
    [InlineData("MountainCarContinuous-v0", CriticMethod.GaussNewton)]
    public void Built_in_environments(string id, CriticMethod critic)
    {
        using CpuBackend backend = new(3);
        using TrpoTrainer trainer = new(backend, id, Options with { Critic = critic });
        AssertAllocatesNothing(trainer, backend);
    }

    [Theory]
    [InlineData(ActionKind.Discrete, CriticMethod.Adam)]
    [InlineData(ActionKind.Continuous, CriticMethod.GaussNewton)]
    [InlineData(ActionKind.MultiDiscrete, CriticMethod.Adam)]
    [InlineData(ActionKind.MultiBinary, CriticMethod.GaussNewton)]
    public void Users_environments(ActionKind kind, CriticMethod critic)
    {
        using CpuBackend backend = new(3);
        using TrpoTrainer trainer = new(backend, new IdentityVector(kind, 20), Options with { Critic = critic });
        AssertAllocatesNothing(trainer, backend);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_algorithm(PolicyAlgorithm algorithm)
    {
        using CpuBackend backend = new(3);
        using TrpoTrainer trainer = new(backend, "CartPole-v1", Options with
        {
            Algorithm = algorithm,
            AdaptDamping = true,
            WarmStart = true,
            KlStop = 1,
        });
        AssertAllocatesNothing(trainer, backend);
    }

    [Fact]
    public void Users_single_environments()
    {
        using CpuBackend backend = new(3);
        EnvironmentGroup group = new(Enumerable.Range(0, 20).Select(_ => new IdentityEnvironment(ActionKind.Discrete)));
        using TrpoTrainer trainer = new(backend, group, Options);
        AssertAllocatesNothing(trainer, backend);
    }

    private static void AssertAllocatesNothing(TrpoTrainer trainer, CpuBackend backend)
    {
        AllocationProbe probe = new(backend.Threads);
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            trainer.Iterate();
            probe.Read(backend.Pool);
        }

        // The platform's compiler may allocate on the thread it is called on: one iteration without anything is enough.
        long least = long.MaxValue;
        for (int trial = 0; trial < 10 && least > 0; trial++)
        {
            long before = probe.Read(backend.Pool);
            trainer.Iterate();
            least = Math.Min(least, probe.Read(backend.Pool) - before);
        }

        Assert.Equal(0, least);
    }
}
