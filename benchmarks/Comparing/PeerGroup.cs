using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>The peers that take turns with us: PyTorch once with each BLAS. They wait asleep for their turns.</summary>
internal sealed class PeerGroup : IDisposable
{
    // A first answer comes with a problem made, verified and warmed up, which takes the longest a minute or so.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<(PeerProcess Process, PeerFacts Facts)> peers = [];

    /// <summary>Starts those that can be started.</summary>
    /// <param name="starts">How.</param>
    /// <param name="omissions">Told why one could not be.</param>
    public PeerGroup(IEnumerable<PeerStart> starts, ICollection<string> omissions)
    {
        foreach (PeerStart start in starts)
        {
            try
            {
                Add(start, omissions);
            }
            catch (PeerException absence)
            {
                omissions.Add(absence.Message);
            }
        }
    }

    /// <summary>Who answered.</summary>
    public IEnumerable<PeerFacts> Facts => peers.Select(peer => peer.Facts);

    /// <summary>Peers with each build of OpenBLAS, by the first Python that has PyTorch.</summary>
    /// <param name="options">Which Python, if it is known.</param>
    /// <param name="folder">With the peers' scripts.</param>
    /// <param name="threads">As many as we have.</param>
    /// <param name="omissions">Told why there are none.</param>
    /// <returns>How to start them; nothing if no Python has PyTorch.</returns>
    public static PeerStart[] Find(
        CompareOptions options, string folder, int threads, ICollection<string> omissions)
    {
        // What a system packs is for its own Python, which need not be the one that is found first.
        string[] candidates = options.Python is null ? ["python3", "/usr/bin/python3"] : [options.Python];
        List<string> refusals = [];
        foreach (string python in candidates)
        {
            PeerStart start = new("torch", python, folder, "cpu") { Threads = threads };
            using PeerGroup one = new([start], refusals);
            if (one.peers.Count > 0)
            {
                return [.. BlasBuilds.Find().Select(libraries => start with { Libraries = libraries })];
            }
        }

        omissions.Add($"No Python with PyTorch, so there is nobody to compare with ({refusals[^1]}).");
        return [];
    }

    /// <summary>Gives every peer a turn.</summary>
    /// <param name="request"><c>OP VARIANT SHAPE ROWS HEAD</c>.</param>
    /// <returns>Seconds a run, by the peer's BLAS.</returns>
    /// <exception cref="PeerException">One does not answer.</exception>
    public IEnumerable<(string Blas, double Seconds)> TakeTurns(string request) =>
        peers.Select(peer => (peer.Facts.Blas, peer.Process.Ask(request, Patience).Seconds));

    /// <inheritdoc/>
    public void Dispose() => peers.ForEach(peer => peer.Process.Dispose());

    // A framework that brings its own BLAS is the same peer whichever the system has.
    private void Add(PeerStart start, ICollection<string> omissions)
    {
        PeerProcess process = new(start);
        try
        {
            PeerAnswer answer = process.Ask(PeerProcess.MatrixProduct, Patience);
            PeerFacts facts = new(
                $"{start.Name} {answer.Version}", answer.Blas,
                PeerProcess.MatrixProductFlops / answer.MinSeconds * 1e-9);
            if (!peers.Exists(peer => peer.Facts.Blas == facts.Blas))
            {
                peers.Add((process, facts));
                return;
            }

            omissions.Add($"{facts.Name} computes by {facts.Blas} whatever the system offers.");
        }
        catch
        {
            process.Dispose();
            throw;
        }

        process.Dispose();
    }
}
