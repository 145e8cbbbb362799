using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TrpoGpu.Backends;

namespace TrpoGpu.Tests.Support;

/// <summary>Numbers as bits, for comparisons that know neither rounding nor that NaN differs from NaN.</summary>
internal static class Bits
{
    public static int[] Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    public static int[] Of(ComputeBuffer buffer) => Of(buffer.ReadArray());

    /// <summary>Every number of trajectories, buffer after buffer.</summary>
    public static List<int[]> Of(TrajectoryBuffers trajectories) =>
    [
        Of(trajectories.Observations), Of(trajectories.Actions), Of(trajectories.LogProbabilities),
        Of(trajectories.Rewards), Of(trajectories.Values), Of(trajectories.FinalValues),
        Of(trajectories.LastValues), Of(trajectories.Ends), Of(trajectories.EpisodeReturns),
        Of(trajectories.EpisodeLengths),
    ];

    /// <summary>Eight bytes of the SHA-256 of the buffers' little-endian floats, in hexadecimal.</summary>
    public static string Hash(params ReadOnlySpan<ComputeBuffer> buffers)
    {
        const int HashBytes = 8;
        List<byte> bytes = [];
        foreach (ComputeBuffer buffer in buffers)
        {
            foreach (float value in buffer.ReadArray())
            {
                int bits = BitConverter.SingleToInt32Bits(value);
                bytes.AddRange([(byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24)]);
            }
        }

        return Convert.ToHexString(SHA256.HashData([.. bytes]).AsSpan(0, HashBytes));
    }
}
