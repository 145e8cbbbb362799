using System;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rendering;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rendering;

/// <summary>A policy as its trainer initialises it: whatever it does, it can be looked at.</summary>
internal sealed class UntrainedPolicy : IDisposable
{
    private static readonly TrpoOptions Options = new() { Environments = 2, Steps = 10, Hidden = [6, 5] };

    private readonly CpuBackend backend = new(1);

    public UntrainedPolicy(string id)
    {
        using TemporaryFolder folder = new();
        using TrpoTrainer trainer = new(backend, id, Options, seed: 5);
        trainer.SavePolicy(folder["policy.safetensors"]);
        Policy = TrainedPolicy.Load(folder["policy.safetensors"], backend);
    }

    public static TheoryData<string> Environments => [.. BuiltInEnvironments.All.ToArray().Select(spec => spec.Id)];

    public TrainedPolicy Policy { get; }

    /// <summary>An episode of a policy that is not needed any more.</summary>
    public static RecordedEpisode Episode(string id, ulong seed = 3, int? mostSteps = null)
    {
        using UntrainedPolicy untrained = new(id);
        return untrained.Policy.Record(seed, deterministic: false, mostSteps);
    }

    public void Dispose()
    {
        Policy.Dispose();
        backend.Dispose();
    }
}
