using System.Collections.Generic;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using Xunit;

namespace TrpoGpu.Tests.Rollouts;

/// <summary>The list of episodes that ended in a rollout, against a loop over the rows.</summary>
public sealed class EpisodeEndingTests
{
    private static readonly float[] Ends = [0, 1, 0, 2, 2, 0, 0, 1];
    private static readonly float[] Returns = [0, 7.5f, 0, -1, 0, 0, 0, 0.1f];
    private static readonly float[] Lengths = [0, 3, 0, 200, 1, 0, 0, 16_777_216];

    public static TheoryData<string> Backends => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Backends))]
    public void Episodes_are_listed_in_the_order_of_their_rows(string name)
    {
        using ComputeBackend backend = name == "cpu" ? new CpuBackend(1) : new ReferenceBackend();
        using TrajectoryBuffers trajectories = new(backend, 4, 2, 1, 1);
        trajectories.Ends.Write(Ends);
        trajectories.EpisodeReturns.Write(Returns);
        trajectories.EpisodeLengths.Write(Lengths);
        EpisodeEnding beyond = new(-1, -1, -1);
        EpisodeEnding[] endings = new EpisodeEnding[9];
        System.Array.Fill(endings, beyond);
        List<EpisodeEnding> expected = [];
        for (int row = 0; row < Ends.Length; row++)
        {
            if (Ends[row] != 0)
            {
                expected.Add(new EpisodeEnding(row, Returns[row], (int)Lengths[row]));
            }
        }

        Assert.Equal(4, backend.ReadEpisodes(trajectories, endings));
        Assert.Equal([.. expected, beyond, beyond, beyond, beyond, beyond], endings);
    }
}
