using System;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Rollouts;

namespace TrpoGpu.Tests.Support;

/// <summary>Trajectories in device memory, with a number behind each buffer that nothing may overwrite.</summary>
internal sealed class DeviceTrajectories : IDisposable
{
    private const float Canary = -12345f;

    private readonly DeviceBlocks memory;
    private readonly AcceleratorStream stream;

    public DeviceTrajectories(
        Accelerator accelerator, int steps, int environments, int observationSize, int actionColumns)
    {
        stream = accelerator.DefaultStream;
        memory = new DeviceBlocks(accelerator, stream);
        Rows = steps * environments;
        Views = new TrajectoryMemory
        {
            Steps = steps,
            Observations = Buffer(Rows * observationSize),
            Actions = Buffer(Rows * actionColumns),
            LogProbabilities = Buffer(Rows),
            Rewards = Buffer(Rows),
            Values = Buffer(Rows),
            FinalValues = Buffer(Rows),
            LastValues = Buffer(environments),
            Ends = Buffer(Rows),
            EpisodeReturns = Buffer(Rows),
            EpisodeLengths = Buffer(Rows),
        };
    }

    public int Rows { get; }

    public TrajectoryMemory Views { get; }

    /// <summary>A buffer of NaNs, then the number behind it.</summary>
    public ArrayView<float> Buffer(int length)
    {
        float[] numbers = new float[length + 1];
        Array.Fill(numbers, float.NaN);
        numbers[length] = Canary;
        return memory.Upload<float>(numbers);
    }

    /// <summary>Copies what another backend's trajectories hold.</summary>
    public void Write(TrajectoryBuffers source)
    {
        foreach ((ArrayView<float> view, ComputeBuffer buffer) in Pairs(source))
        {
            view.SubView(0, buffer.Length).CopyFromCPU(stream, buffer.ReadArray());
        }
    }

    /// <summary>Every number, buffer after buffer, like <see cref="Bits.Of(TrajectoryBuffers)"/>.</summary>
    public void AssertSameBits(TrajectoryBuffers expected)
    {
        int buffer = 0;
        foreach ((ArrayView<float> view, ComputeBuffer numbers) in Pairs(expected))
        {
            AssertSameBits(numbers.ReadArray(), view, $"buffer {buffer++}");
        }
    }

    public void AssertSameBits(float[] expected, ArrayView<float> view, string what)
    {
        float[] actual = new float[view.Length];
        view.CopyToCPU(stream, actual.AsSpan());
        for (int k = 0; k <= expected.Length; k++)
        {
            float wanted = k < expected.Length ? expected[k] : Canary;
            bool same = BitConverter.SingleToInt32Bits(wanted) == BitConverter.SingleToInt32Bits(actual[k]);
            if (!same && !(float.IsNaN(wanted) && float.IsNaN(actual[k])))
            {
                throw new Xunit.Sdk.XunitException($"{what}[{k}]: expected {wanted:R}, got {actual[k]:R}.");
            }
        }
    }

    public void Dispose() => memory.Dispose();

    private (ArrayView<float> View, ComputeBuffer Buffer)[] Pairs(TrajectoryBuffers t) =>
    [
        (Views.Observations, t.Observations), (Views.Actions, t.Actions),
        (Views.LogProbabilities, t.LogProbabilities), (Views.Rewards, t.Rewards), (Views.Values, t.Values),
        (Views.FinalValues, t.FinalValues), (Views.LastValues, t.LastValues), (Views.Ends, t.Ends),
        (Views.EpisodeReturns, t.EpisodeReturns), (Views.EpisodeLengths, t.EpisodeLengths),
    ];
}
