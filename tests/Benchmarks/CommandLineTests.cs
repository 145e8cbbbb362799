using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Comparing;
using TrpoGpu.Benchmarks.Scaling;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>What <c>compare</c> and <c>scaling</c> understand, and what they refuse.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void A_comparison_needs_no_words() =>
        Assert.Equal(new CompareOptions { Rounds = 5 }, CompareOptions.Parse([]));

    [Fact]
    public void A_comparison_takes_a_file_a_python_rounds_and_a_part() =>
        Assert.Equal(
            new CompareOptions { File = "a.md", Python = "py", Rounds = 3, Only = "x 5000 fvp" },
            CompareOptions.Parse(["--rounds", "3", "--out", "a.md", "--only", "x 5000 fvp", "--python", "py"]));

    [Fact]
    public void Scaling_takes_a_file_rounds_and_a_limit()
    {
        Assert.Equal(new ScalingOptions { Rounds = 5, MostRows = 1_000_000 }, ScalingOptions.Parse([]));
        Assert.Equal(
            new ScalingOptions { File = "a.md", Rounds = 2, MostRows = 5000 },
            ScalingOptions.Parse(["--out", "a.md", "--rounds", "2", "--most-rows", "5000"]));
    }

    [Theory]
    [InlineData("'--fast' is not known, expected --out, --python, --rounds, --only", "--fast", "yes")]
    [InlineData("'a.md' is not known, expected --out, --python, --rounds, --only", "a.md")]
    [InlineData("--out: a value is missing", "--rounds", "2", "--out")]
    [InlineData("--out: given twice", "--out", "a", "--out", "b")]
    [InlineData("--rounds: '0' given, expected a whole number from 1 on", "--rounds", "0")]
    [InlineData("--rounds: '-1' given, expected a whole number from 1 on", "--rounds", "-1")]
    [InlineData("--rounds: '1.5' given, expected a whole number from 1 on", "--rounds", "1.5")]
    [InlineData("--rounds: 'many' given, expected a whole number from 1 on", "--rounds", "many")]
    public void What_is_not_understood_is_refused_with_what_was_expected(string message, params string[] words) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => CompareOptions.Parse(words)).Message);

    [Fact]
    public void A_part_is_looked_for_in_network_and_operation()
    {
        BenchmarkNetwork network = BenchmarkNetwork.Compared[1];
        Assert.Equal("halfcheetah 17-64-64-6 x 5000", network.ToString());
        Assert.True(CompareOptions.Parse(["--only", "17-64-64-6 x 5000 fvp"]).Includes(network, "fvp"));
        Assert.True(CompareOptions.Parse(["--only", "halfcheetah"]).Includes(network, "ppo"));
        Assert.False(CompareOptions.Parse(["--only", "x 50000"]).Includes(network, "fvp"));
        Assert.False(CompareOptions.Parse(["--only", "update"]).Includes(network, "fvp"));
    }

    [Fact]
    public void Workloads_have_names_of_their_own_and_those_that_do_not_fit_are_left_out_with_the_reason()
    {
        BenchmarkNetwork[] all = BenchmarkNetwork.All.ToArray();
        Assert.Distinct(System.Array.ConvertAll(all, network => network.Name));
        Assert.All(all, network => Assert.Null(network.Omission(long.MaxValue)));
        Assert.StartsWith(
            "isaac-hand 200-1024-1024-512-20 x 32768 is left out: an operation takes ",
            all[^1].Omission(availableBytes: 1 << 20));
    }
}
