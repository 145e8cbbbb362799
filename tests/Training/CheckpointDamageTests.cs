using System;
using System.IO;
using System.Runtime.Intrinsics;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Training;

/// <summary>
/// A checkpoint is checked as a whole before anything is changed: a trainer that refuses one goes on as if it had never
/// seen it.
/// </summary>
public sealed class CheckpointDamageTests : IDisposable
{
    private const string Id = "CartPole-v1";

    // CartPole's state has four components, then the length of the episode, its return and its discounted return.
    private const int LengthElement = 4;
    private const int EnvironmentElements = 7;

    private static readonly TrpoOptions Options = new()
    {
        Environments = 3,
        Steps = 40,
        Hidden = [4],
        MaxIterations = 4,
        Critic = CriticMethod.Adam,
        CriticUpdates = 1,
    };

    private readonly TemporaryFolder folder = new();
    private readonly CpuBackend backend = new(1);
    private readonly TrpoTrainer trainer;
    private readonly byte[] before;

    public CheckpointDamageTests()
    {
        trainer = new TrpoTrainer(backend, Id, Options);
        trainer.Iterate();
        trainer.SaveCheckpoint(folder["now"]);
        before = File.ReadAllBytes(folder["now"]);
        trainer.Iterate();
        trainer.SaveCheckpoint(folder["later"]);
        trainer.RestoreCheckpoint(folder["now"]);
    }

    public void Dispose()
    {
        trainer.Dispose();
        backend.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("policy", 0, float.NaN)]
    [InlineData("policy", 7, float.PositiveInfinity)]
    [InlineData("value", 0, float.NegativeInfinity)]
    public void A_parameter_that_is_not_finite(string tensor, int index, float value) =>
        Refuses($"tensor {tensor}, element {index}", file => file.Element(tensor, index, value));

    [Theory]
    [InlineData("environments", 0, double.NaN)]
    [InlineData("environments", 1, 1e300)]
    [InlineData("environments", LengthElement, -1)]
    [InlineData("environments", LengthElement, 500)]
    [InlineData("environments", LengthElement, 2.5)]
    [InlineData("environments", LengthElement + EnvironmentElements, 1e18)]
    [InlineData("critic_fit", 0, double.PositiveInfinity)]
    [InlineData("critic_fit", 0, 1e39)]
    [InlineData("critic_fit", -3, -1e-30)]
    [InlineData("critic_fit", -2, -1)]
    [InlineData("critic_fit", -2, 1e19)]
    [InlineData("critic_fit", -1, 0.5)]
    [InlineData("critic_fit", -1, 4294967296)]
    [InlineData("episodes", 0, -1)]
    [InlineData("episodes", 0, 0.5)]
    [InlineData("episodes", 0, 1e15)]
    [InlineData("episodes", 1, -3)]
    [InlineData("episodes", 3, 1e10)]
    [InlineData("episodes", 2, double.NaN)]
    [InlineData("observation_moments", 0, -1)]
    [InlineData("observation_moments", 0, 241)]
    [InlineData("observation_moments", 5, -1e-9)]
    [InlineData("observation_moments", 8, -1)]
    [InlineData("return_moments", 0, 1e300)]
    [InlineData("return_moments", 2, -1)]
    [InlineData("return_moments", 1, double.NaN)]
    public void A_number_that_no_run_leaves_behind(string tensor, int index, double value) =>
        Refuses($"tensor {tensor}", file => file.Element(tensor, index < 0 ? ^-index : index, value));

    [Theory]
    [InlineData(3, 80)]
    [InlineData(2, 81)]
    [InlineData(2, 0)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    [InlineData(1UL << 62, 40UL << 62)]
    [InlineData(int.MaxValue + 1UL, 40 * (int.MaxValue + 1UL))]
    public void Counters_that_cannot_be(ulong iterations, ulong steps) =>
        Refuses("tensor counters", file => file.Tensor<ulong>("counters", [iterations, steps], 2));

    [Theory]
    [InlineData("policy")]
    [InlineData("value")]
    [InlineData("environments")]
    [InlineData("critic_fit")]
    [InlineData("episodes")]
    [InlineData("observation_moments")]
    [InlineData("return_moments")]
    [InlineData("counters")]
    public void A_tensor_that_is_missing_or_of_another_length_or_type(string tensor)
    {
        Refuses($"tensor {tensor}", file => file.WithoutTensor(tensor));
        Refuses($"tensor {tensor}", file => file.Tensor<float>(tensor, [], 0));
        Refuses($"tensor {tensor}", file => file.Tensor(tensor, new double[5], 5));
        Refuses($"tensor {tensor}", file => file.Tensor(tensor, new byte[4], 2, 2));
    }

    [Theory]
    [InlineData("format", "something else")]
    [InlineData("format_version", "2")]
    [InlineData("env_id", "Pendulum-v1")]
    [InlineData("env_id", "\u001b[2J")]
    [InlineData("seed", "1")]
    [InlineData("seed", "-1")]
    [InlineData("seed", "none")]
    [InlineData("config", "{")]
    [InlineData("config", "[]")]
    [InlineData("config", """{"no_such_setting": 1}""")]
    [InlineData("config", """{"gamma": 7}""")]
    [InlineData("config", "{}")]
    public void Metadata_of_something_else(string key, string text)
    {
        Refuses($"metadata {key}", file => file.Text(key, text));
        Refuses($"metadata {key}", file => file.WithoutText(key));
    }

    [Fact]
    public void A_file_that_lost_its_end_or_a_bit()
    {
        byte[] whole = File.ReadAllBytes(folder["later"]);
        Random random = new(1);
        int trials = Vector128.IsHardwareAccelerated ? 60 : 10;
        for (int trial = 0; trial < trials; trial++)
        {
            byte[] bytes = (byte[])whole.Clone();
            if (trial % 2 == 0)
            {
                Array.Resize(ref bytes, random.Next(bytes.Length));
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(folder["damaged"], bytes);
            RefusesFile("damaged", "");
        }
    }

    [Fact]
    public void A_policy_is_no_checkpoint_and_a_missing_file_neither()
    {
        trainer.SavePolicy(folder["policy"]);
        RefusesFile("policy", "metadata format");
        Assert.Throws<FileAccessException>(() => trainer.RestoreCheckpoint(folder["nowhere"]));
        AssertUnchanged();
    }

    [Fact]
    public void The_whole_file_is_accepted()
    {
        trainer.RestoreCheckpoint(folder["later"]);
        trainer.SaveCheckpoint(folder["after"]);
        Assert.Equal(File.ReadAllBytes(folder["later"]), File.ReadAllBytes(folder["after"]));
    }

    private void Refuses(string where, Func<EditedSafetensors, EditedSafetensors> edit)
    {
        edit(new EditedSafetensors(folder["later"])).WriteTo(folder["edited"]);
        RefusesFile("edited", where);
    }

    private void RefusesFile(string name, string where)
    {
        InvalidFileException refusal =
            Assert.Throws<InvalidFileException>(() => trainer.RestoreCheckpoint(folder[name]));
        Assert.Equal(folder[name], refusal.Path);
        Assert.Contains(where, refusal.Where, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refusal.Message);
        AssertUnchanged();
    }

    private void AssertUnchanged()
    {
        trainer.SaveCheckpoint(folder["after"]);
        Assert.Equal(before, File.ReadAllBytes(folder["after"]));
    }
}
