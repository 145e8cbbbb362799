using System;
using System.Linq;
using ILGPU.Runtime;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Gpu;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Launch;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>The same environments, networks and normalisation on the CPU engine and on a device.</summary>
internal sealed class GpuRolloutScene : IDisposable
{
    public const ulong Seed = 17;

    private readonly DeviceKernels kernels;
    private readonly DeviceBlocks memory;

    public GpuRolloutScene(
        DeviceFixture devices, string id, int count, int[]? hidden = null, int[]? valueHidden = null,
        bool isNormalized = true, bool sanitize = false, ActivationKind activation = ActivationKind.Tanh)
    {
        Spec = BuiltInEnvironments.Find(id);
        HeadShape head = HeadShape.For(Spec.Actions);
        Policy = new NetworkShape(
            new MlpShape([Spec.ObservationSize, .. hidden ?? [20, 8], head.Size.NetworkOutputs], activation), head);
        Value = new NetworkShape(
            new MlpShape([Spec.ObservationSize, .. valueHidden ?? [17], 1], ActivationKind.Tanh),
            HeadShape.UnitGaussian(1));
        float[] policyParameters = SampleProblem.Create(Policy, 1, seed: 1).Parameters;
        float[] valueParameters = SampleProblem.Create(Value, 1, seed: 2).Parameters;
        float[] normalization = new float[2 * Spec.ObservationSize];
        for (int i = 0; i < Spec.ObservationSize; i++)
        {
            normalization[i] = isNormalized ? 0.125f * i : 0f;
            normalization[Spec.ObservationSize + i] = isNormalized ? 1.5f + i : 1f;
        }

        Cpu = new CpuBackend(2);
        CpuEnvironments = Cpu.CreateEnvironments(id, count, Seed);
        cpuPolicy = Cpu.Allocate(policyParameters);
        cpuValue = Cpu.Allocate(valueParameters);
        cpuNormalization = Cpu.Allocate(normalization);

        kernels = devices.Kernels(sanitize);
        memory = new DeviceBlocks(kernels.Accelerator, Stream);
        GpuEnvironments = CreateEnvironments();
        Wide = new CpuTileForward(Cpu, Stream);
        request = () => new RolloutViews(
            memory.Upload<float>(policyParameters), memory.Upload<float>(valueParameters),
            memory.Upload<float>(normalization));
    }

    private readonly ComputeBuffer cpuPolicy;
    private readonly ComputeBuffer cpuValue;
    private readonly ComputeBuffer cpuNormalization;
    private readonly Func<RolloutViews> request;

    public EnvironmentSpec Spec { get; }

    public NetworkShape Policy { get; }

    public NetworkShape Value { get; }

    public CpuBackend Cpu { get; }

    public EnvironmentBatch CpuEnvironments { get; }

    public GpuEnvironments GpuEnvironments { get; }

    public CpuTileForward Wide { get; }

    private AcceleratorStream Stream => kernels.Accelerator.DefaultStream;

    /// <summary>More environments of the same kind on the device.</summary>
    public GpuEnvironments CreateEnvironments() => GpuEnvironments.Create(
        Cpu, Spec, CpuEnvironments.Count, Seed, kernels, Stream);

    /// <summary>
    /// Puts every third environment next to where its task ends, if it ever does, and every third next to where its
    /// time is up, in both memories.
    /// </summary>
    public void ApproachEnds(long stepsTaken)
    {
        double[] state = new double[CpuEnvironments.StateLength];
        CpuEnvironments.ReadState(state);
        int size = state.Length / CpuEnvironments.Count;
        double[] end = Spec.Id switch
        {
            "CartPole-v1" => [0.1, 0, 0.2, 0.9],
            "Acrobot-v1" => [3, 0.1, 1, 0.5],
            "MountainCar-v0" => [0.45, 0.05],
            "MountainCarContinuous-v0" => [0.4, 0.06],

            // Positions of planar mechanisms, from component 9 velocities.
            "Hopper-v4" or "Hopper-v5" => [0, 1.25, 0.19, 0, 0, 0, 0, 0, 0, 0, 0, 5],
            "Walker2d-v4" or "Walker2d-v5" => [0, 1.25, 0.99, 0, 0, 0, 0, 0, 0, 0, 0, 5],
            "InvertedPendulum-v4" or "InvertedPendulum-v5" => [0, 0.19, 0, 0, 0, 0, 0, 0, 0, 0, 2],
            "InvertedDoublePendulum-v4" or "InvertedDoublePendulum-v5" => [0, 1],
            _ => [],
        };
        for (int n = 0; n < CpuEnvironments.Count; n++)
        {
            Span<double> one = state.AsSpan(n * size, size);
            if (n % 3 == 1)
            {
                Array.ConvertAll(end, x => (double)(float)x).CopyTo(one);
            }

            if (n % 3 == 0)
            {
                one[size - 3] = Spec.TimeLimit - 1 - (n % 4);
            }

            one[size - 2] = 12.5 + n;
            one[size - 1] = 3.25 - (0.01 * n);
        }

        CpuEnvironments.WriteState(state, stepsTaken);
        GpuEnvironments.WriteState(state, stepsTaken);
    }

    /// <summary>One rollout in both memories, which must leave the same bits behind.</summary>
    public DeviceTrajectories RunBoth(int steps, RolloutOptions options, out TrajectoryBuffers expected)
    {
        expected = new TrajectoryBuffers(
            Cpu, steps, CpuEnvironments.Count, Spec.ObservationSize, Spec.Actions.Columns);
        Cpu.Rollout(
            CpuEnvironments, Policy, cpuPolicy, Value, cpuValue, cpuNormalization, options, expected);
        DeviceTrajectories actual = Run(GpuEnvironments, steps, options);
        actual.AssertSameBits(expected);
        AssertSameState();
        return actual;
    }

    public DeviceTrajectories Run(GpuEnvironments environments, int steps, RolloutOptions options)
    {
        DeviceTrajectories actual = new(
            kernels.Accelerator, steps, environments.Count, Spec.ObservationSize, Spec.Actions.Columns);
        RolloutViews views = request();
        environments.Rollout(new RolloutRequest
        {
            Policy = Policy,
            PolicyParameters = views.Policy,
            Value = Value,
            ValueParameters = views.Value,
            Normalization = views.Normalization,
            Options = options,
            Trajectories = actual.Views,
            Wide = Wide,
        });
        return actual;
    }

    /// <summary>Both memories hold the same states, clocks and returns, to the bit; a NaN is like any other.</summary>
    public void AssertSameState()
    {
        double[] expected = new double[CpuEnvironments.StateLength];
        double[] actual = new double[GpuEnvironments.StateLength];
        CpuEnvironments.ReadState(expected);
        GpuEnvironments.ReadState(actual);
        Xunit.Assert.Equal(
            expected.Select(Bits), actual.Select(Bits));
        Xunit.Assert.Equal(CpuEnvironments.StepsTaken, GpuEnvironments.StepsTaken);
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    public void Dispose()
    {
        GpuEnvironments.Dispose();
        CpuEnvironments.Dispose();
        memory.Dispose();
        Cpu.Dispose();
    }

    private readonly record struct RolloutViews(
        ILGPU.ArrayView<float> Policy, ILGPU.ArrayView<float> Value, ILGPU.ArrayView<float> Normalization);
}
