using System;
using System.Linq;
using System.Runtime.Intrinsics;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

/// <summary>
/// Damage by chance and by intent: the reader refuses it in its own words, quickly and in little memory.
/// </summary>
public sealed class SafetensorsDamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_policy_cut_anywhere_is_refused()
    {
        byte[] policy = SafetensorsSamples.Policy(folder["p"]);
        for (int length = 0; length < policy.Length; length++)
        {
            Assert.True(IsRefused(policy[..length]), $"accepted with {length} of {policy.Length} bytes");
        }

        Assert.False(IsRefused(policy));
    }

    [Fact]
    public void A_policy_with_any_one_bit_wrong_is_refused()
    {
        byte[] policy = SafetensorsSamples.Policy(folder["p"]);
        Assert.InRange(policy.Length, 800, 1200);
        for (int bit = 0; bit < 8 * policy.Length; bit++)
        {
            policy[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsRefused(policy), $"accepted with bit {bit % 8} of byte {bit / 8} wrong");
            policy[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.False(IsRefused(policy));
    }

    [Theory]
    [InlineData("mixed.safetensors", true)]
    [InlineData("plain.safetensors", false)]
    public void Random_damage_is_refused_or_harmless(string name, bool hasDigests)
    {
        byte[] whole = SafetensorsSamples.Fixture(name);
        int seeds = Vector128.IsHardwareAccelerated ? 10_000 : 1_000;
        for (int seed = 0; seed < seeds; seed++)
        {
            byte[] damaged = new FileMutator(seed).Mutate(whole);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool refused = IsRefused(damaged);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= (2 * damaged.Length) + (1 << 20), $"seed {seed}: {allocated} bytes");
            Assert.True(refused || !hasDigests || damaged.SequenceEqual(whole), $"seed {seed}: accepted");
        }
    }

    // Any other exception fails the test.
    private static bool IsRefused(byte[] bytes)
    {
        try
        {
            SafetensorsFile file = SafetensorsFile.Parse(bytes, "file");
            Assert.Equal(file.Tensors.Count, file.Tensors.Select(tensor => tensor.Name).Distinct().Count());
            return false;
        }
        catch (InvalidFileException)
        {
            return true;
        }
    }
}
