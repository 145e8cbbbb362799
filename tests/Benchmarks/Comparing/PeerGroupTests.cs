using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrpoGpu.Benchmarks.Comparing;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Tests.Benchmarks.GpuCheck;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks.Comparing;

/// <summary>
/// Who takes part: played by scripts that answer as peers do. Where there is no Python there is no test.
/// </summary>
public sealed class PeerGroupTests : System.IDisposable
{
    private readonly TemporaryFolder folder = new();

    private PeerStart Torch => new("torch", "python3", folder.Path, "cpu");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_BLAS_is_a_peer_and_one_that_answers_for_two_is_one()
    {
        // 2*4096*256*256 operations in a quarter of a second are 2.1 GFLOP/s.
        Write("os.environ.get('LD_LIBRARY_PATH', 'own').split(':')[0]");
        if (PeerTests.HasPython)
        {
            List<string> omissions = [];
            using PeerGroup peers = new(
                [Torch with { Libraries = "a" }, Torch with { Libraries = "b" }, Torch with { Libraries = "a" }],
                omissions);

            Assert.Equal(["torch 9.9 a 2.1", "torch 9.9 b 2.1"], peers.Facts.Select(
                facts => $"{facts.Name} {facts.Blas} {facts.Gigaflops:0.0}"));
            Assert.Equal(["torch 9.9 computes by a whatever the system offers."], omissions);
            Assert.Equal([("a", 0.5), ("b", 0.5)], peers.TakeTurns("fvp hand-derived 4-8-2 33 gaussian"));
        }
    }

    [Fact]
    public void Where_nobody_answers_it_is_said()
    {
        List<string> omissions = [];
        PeerStart[] starts = PeerGroup.Find(
            new CompareOptions { Python = "no-such-python" }, folder.Path, threads: 1, omissions);

        Assert.Empty(starts);
        Assert.Equal(
            "No Python with PyTorch, so there is nobody to compare with (torch: there is no torch_trpo.py in the " +
            "folder of peers).",
            Assert.Single(omissions));
    }

    [Fact]
    public void Builds_of_OpenBLAS_are_found_where_Debian_has_them()
    {
        foreach (string name in (string[])["openblas-pthread", "openblas-openmp", "openblas-serial", "blas"])
        {
            string build = Path.Combine(folder.Path, "x86_64-linux-gnu", name);
            Directory.CreateDirectory(build);
            File.WriteAllText(Path.Combine(build, "libblas.so.3"), "");
        }

        Directory.CreateDirectory(Path.Combine(folder.Path, "aarch64-linux-gnu", "openblas-openmp"));

        Assert.Equal(
            ["openblas-openmp", "openblas-pthread"],
            BlasBuilds.Find(folder.Path).Select(build => Path.GetFileName(build)!));
        Assert.Null(Assert.Single(BlasBuilds.Find(Path.Combine(folder.Path, "nowhere"))));
    }

    private void Write(string blas) => File.WriteAllText(
        Path.Combine(folder.Path, "torch_trpo.py"),
        "import json, os, sys\n" +
        "for line in sys.stdin:\n" +
        $"    answer = {{'seconds': 0.5, 'min_seconds': 0.25, 'version': '9.9', 'blas': {blas}}}\n" +
        "    print(json.dumps(answer), flush=True)\n");
}
