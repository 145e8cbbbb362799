using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Rollouts;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Gpu;

/// <summary>Rollouts on a device against the CPU engine's: every number, bit for bit.</summary>
[Collection(DeviceCollection.Name)]
public sealed class GpuRolloutTests(DeviceFixture devices)
{
    private static readonly RolloutOptions Options = new(Discount: 0.97f);

    public static TheoryData<string> Environments => [.. BuiltInEnvironments.All.ToArray().Select(spec => spec.Id)];

    public static TheoryData<string, int> Counts
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (EnvironmentSpec spec in BuiltInEnvironments.All)
            {
                foreach (int count in new[] { 1, 5, 64, 65, 130 })
                {
                    data.Add(spec.Id, count);
                }
            }

            return data;
        }
    }

    // Tasks that only the clock ends.
    private static bool IsEndless(string id) =>
        id is "Pendulum-v1" or "Swimmer-v5" or "HalfCheetah-v5" or "Reacher-v4" or "Reacher-v5";

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_rollout_has_the_bits_of_the_CPU_engine(string id, int count)
    {
        using GpuRolloutScene scene = new(devices, id, count, sanitize: count <= 5);
        scene.AssertSameState();
        scene.ApproachEnds(stepsTaken: 7);
        using DeviceTrajectories actual = scene.RunBoth(6, Options, out TrajectoryBuffers expected);

        // The case is there for these.
        float[] ends = expected.Ends.ReadArray();
        Assert.Contains((float)EpisodeEnd.Truncated, ends);
        if (count > 1 && !IsEndless(id))
        {
            Assert.Contains((float)EpisodeEnd.Terminated, ends);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Environments_go_on_where_a_rollout_of_another_length_stopped(string id)
    {
        using GpuRolloutScene scene = new(devices, id, 5);
        scene.ApproachEnds(stepsTaken: 0);
        scene.RunBoth(2, Options, out _).Dispose();
        scene.RunBoth(3, Options, out _).Dispose();
        scene.RunBoth(3, Options, out _).Dispose();
    }

    [Theory]
    [InlineData("CartPole-v1", 3, false, 10f)]
    [InlineData("Pendulum-v1", 3, false, 0.5f)]
    [InlineData("Pendulum-v1", 1, true, 10f)]
    [InlineData("Acrobot-v1", 1, true, 10f)]
    public void Options_mean_what_they_mean_to_the_CPU_engine(string id, int hold, bool deterministic, float clip)
    {
        using GpuRolloutScene scene = new(devices, id, 5);
        scene.ApproachEnds(stepsTaken: 7);
        scene.RunBoth(5, new RolloutOptions(deterministic, hold, clip), out _).Dispose();
    }

    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new int[0], new[] { 3, 4 })]
    [InlineData(new[] { 6 }, new int[0])]
    [InlineData(new[] { 5, 24, 18, 3 }, new[] { 2, 3, 4 })]
    public void Layers_of_any_number_share_the_tile(int[] hidden, int[] valueHidden)
    {
        using GpuRolloutScene scene = new(devices, "Pendulum-v1", 6, hidden, valueHidden, sanitize: true);
        scene.ApproachEnds(stepsTaken: 0);
        scene.RunBoth(4, Options, out _).Dispose();
    }

    [Theory]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.Elu)]
    [InlineData(ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.Softplus)]
    [InlineData(ActivationKind.Identity)]
    public void Activations_are_those_of_each_network(ActivationKind activation)
    {
        using GpuRolloutScene scene = new(devices, "MountainCarContinuous-v0", 3, activation: activation);
        scene.RunBoth(3, Options, out _).Dispose();
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(160)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        using GpuRolloutScene scene = new(devices, "CartPole-v1", 65);
        scene.GpuEnvironments.Sizes.RolloutThreads =
            int.Min(threads, scene.GpuEnvironments.Kernels.Accelerator.MaxNumThreadsPerGroup);
        scene.ApproachEnds(stepsTaken: 0);
        scene.RunBoth(3, Options, out _).Dispose();
    }

    [Theory]
    [InlineData("CartPole-v1", 5)]
    [InlineData("Acrobot-v1", 3)]
    [InlineData("Pendulum-v1", 65)]
    [InlineData("MountainCar-v0", 64)]
    [InlineData("MountainCarContinuous-v0", 130)]
    public void Networks_too_wide_for_one_launch_take_the_same_steps(string id, int count)
    {
        using GpuRolloutScene scene = new(devices, id, count, [200, 8], sanitize: count <= 5);
        scene.ApproachEnds(stepsTaken: 7);
        scene.RunBoth(3, Options, out _).Dispose();
        scene.RunBoth(5, new RolloutOptions(NoiseHoldSteps: 2), out _).Dispose();
        Assert.NotEqual(0, scene.Wide.Passes);
    }

    [Fact]
    public void An_environment_that_the_clock_ends_again_and_again_is_valued_each_time()
    {
        using GpuRolloutScene scene = new(devices, "Pendulum-v1", 2, [3], [3]);
        scene.ApproachEnds(stepsTaken: 0);
        using DeviceTrajectories actual = scene.RunBoth(402, Options, out TrajectoryBuffers expected);
        float[] ends = expected.Ends.ReadArray();
        Assert.Equal(3, ends.Where((end, row) => row % 2 == 0 && end == (float)EpisodeEnd.Truncated).Count());
        Assert.Equal(3, FinalStates.Slots(402, scene.Spec.TimeLimit));
    }

    [Fact]
    public void Two_64_wide_networks_fit_a_group_with_fifty_observations()
    {
        Assert.InRange(SharedBytes(50), 48_000, 48 * 1024);
        Assert.True(SharedBytes(51) > 48 * 1024);

        static int SharedBytes(int observations)
        {
            NetworkShape policy = new(
                new MlpShape([observations, 64, 64, 6], ActivationKind.Tanh), HeadShape.DiagonalGaussian(6));
            NetworkShape value = new(
                new MlpShape([observations, 64, 64, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1));
            return FusedRollout.SharedBytes(
                TrpoGpu.Backends.Gpu.GpuRollout<CartPole<TrpoGpu.Kernels.Numerics.Float32>,
                    CartPoleState<TrpoGpu.Kernels.Numerics.Float32>>.ColumnsFor(policy, value));
        }
    }

    [Fact]
    public void States_survive_a_round_trip()
    {
        using GpuRolloutScene scene = new(devices, "CartPole-v1", 5);
        scene.ApproachEnds(stepsTaken: 3);
        scene.RunBoth(4, Options, out _).Dispose();
        double[] state = new double[scene.GpuEnvironments.StateLength];
        scene.GpuEnvironments.ReadState(state);
        using TrpoGpu.Backends.Gpu.GpuEnvironments other = scene.CreateEnvironments();
        other.WriteState(state, scene.GpuEnvironments.StepsTaken);
        using DeviceTrajectories continued = scene.Run(other, 4, Options);
        using DeviceTrajectories actual = scene.RunBoth(4, Options, out TrajectoryBuffers expected);
        continued.AssertSameBits(expected);
        Assert.Equal((float)EpisodeEnd.None, (float)EpisodeEnds.None);
        Assert.Equal((float)EpisodeEnd.Terminated, EpisodeEnds.Terminated);
        Assert.Equal((float)EpisodeEnd.Truncated, EpisodeEnds.Truncated);
        Assert.Throws<System.ArgumentException>(() => other.ReadState(new double[state.Length - 1]));
        Assert.Throws<System.ArgumentException>(() => other.WriteState(new double[state.Length + 1], 0));
    }
}
