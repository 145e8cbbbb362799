using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>Weights of branches: the reference against the definition, the CPU engine against the reference.</summary>
public sealed class CenterBranchesTests
{
    private const double SingleU = 1.0 / (1 << 24);

    public static TheoryData<int, int> Sizes => new() { { 1, 2 }, { 3, 2 }, { 7, 3 }, { 5, 18 }, { 40, 4 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Importance_weights_leave_the_branch_itself_out_of_its_baseline(int groups, int copies)
    {
        Branches branches = new(groups, copies);
        float[][] states = [.. branches.Values.Chunk(copies)];
        double[] expected =
        [
            .. states.SelectMany(x => Enumerable.Range(0, copies).Select(
                k => x[k] - x.Where((_, j) => j != k).Average(other => (double)other))),
        ];
        double largest = branches.Values.Max(Math.Abs);

        // Some roundings for each of K terms, and a few more.
        Tolerance.AssertAbsolute(
            expected, branches.InReference(BranchWeighting.Importance), 4 * (copies + 4) * Tolerance.DoubleU * largest,
            "weights");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Full_sums_weigh_a_branch_by_the_probability_of_its_action(int groups, int copies)
    {
        Branches branches = new(groups, copies);
        double[] expected =
        [
            .. Enumerable.Range(0, groups * copies).Select(row =>
            {
                int first = row / copies * copies;
                double[] p = [.. Enumerable.Range(first, copies).Select(j => Math.Exp(branches.Logs[j]))];
                double mean = Enumerable.Range(0, copies).Sum(j => p[j] * branches.Values[first + j]) / p.Sum();
                return copies * p[row - first] * (branches.Values[row] - mean);
            }),
        ];
        double largest = branches.Values.Max(Math.Abs);
        Tolerance.AssertAbsolute(
            expected, branches.InReference(BranchWeighting.FullSum),
            4 * copies * (copies + 8) * Tolerance.DoubleU * largest, "weights");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_CPU_engine_agrees_with_the_reference(int groups, int copies)
    {
        Branches branches = new(groups, copies);
        using CpuBackend backend = new(2);
        double[] expected = branches.InReference(BranchWeighting.Importance);
        float[] actual = branches.In(backend, BranchWeighting.Importance);

        // Sums in double, whose roundings vanish beside the one to single precision, but for what cancels in x - mean.
        double wide = 8 * (copies + 4) * Tolerance.DoubleU * branches.Values.Max(Math.Abs);
        for (int row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row], actual[row], (SingleU * Math.Abs(expected[row])) + wide);
        }

        expected = branches.InReference(BranchWeighting.FullSum);
        actual = branches.In(backend, BranchWeighting.FullSum);
        for (int row = 0; row < expected.Length; row++)
        {
            // A probability errs by 0.91 ulp, 1.82 u at most, and the mean by twice that of the largest deviation.
            int first = row / copies * copies;
            double p = Math.Exp(branches.Logs[row]);
            double spread = branches.Values[first..(first + copies)].Max() -
                branches.Values[first..(first + copies)].Min();
            double allowed = (copies * p * 3 * 1.82 * SingleU * spread) + (SingleU * Math.Abs(expected[row])) +
                (copies * wide);
            Assert.Equal(expected[row], actual[row], allowed);
        }
    }

    [Theory]
    [InlineData(BranchWeighting.Importance)]
    [InlineData(BranchWeighting.FullSum)]
    public void Branches_that_are_worth_the_same_weigh_nothing(BranchWeighting weighting)
    {
        using CpuBackend cpu = new(1);
        foreach (ComputeBackend backend in (ComputeBackend[])[cpu, new ReferenceBackend()])
        {
            // 0.3 in single precision; probabilities of a half are exact, and so are their sums.
            ComputeBuffer values = backend.Allocate(Enumerable.Repeat(0.3f, 12).ToArray());
            ComputeBuffer logs = backend.Allocate(new float[12]);
            backend.CenterBranches(values, logs, 4, 3, weighting, values);
            Assert.All(values.ReadArray(), weight => Assert.Equal(0, weight));
        }
    }

    [Fact]
    public void A_NaN_stays_within_its_state()
    {
        using CpuBackend backend = new(1);
        ComputeBuffer values = backend.Allocate([1f, float.NaN, 2f, 4f]);
        backend.CenterBranches(values, backend.Allocate(4), 2, 2, BranchWeighting.Importance, values);
        float[] weights = values.ReadArray();
        Assert.True(float.IsNaN(weights[0]) && float.IsNaN(weights[1]));
        Assert.Equal([-2f, 2f], weights[2..]);
    }

    [Fact]
    public void Sizes_that_cannot_be_are_refused()
    {
        using CpuBackend backend = new(1);
        ComputeBuffer six = backend.Allocate(6);
        ComputeBuffer five = backend.Allocate(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => Center(six, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Center(six, 6, 1));
        Assert.Contains(
            "groups*copies = 6", Assert.Throws<ArgumentException>(() => Center(five, 3, 2)).Message,
            StringComparison.Ordinal);

        void Center(ComputeBuffer values, int groups, int copies) =>
            backend.CenterBranches(values, six, groups, copies, BranchWeighting.Importance, six);
    }

    [Fact]
    public void Copies_go_where_they_are_told()
    {
        using CpuBackend cpu = new(1);
        foreach (ComputeBackend backend in (ComputeBackend[])[cpu, new ReferenceBackend()])
        {
            ComputeBuffer to = backend.Allocate(5);
            backend.Copy(backend.Allocate([1f, 2f, 3f]), to, 2, 2);
            Assert.Equal([0f, 0f, 1f, 2f, 0f], to.ReadArray());
            Assert.Throws<ArgumentException>(() => backend.Copy(to, to, 3, 3));
            Assert.Throws<ArgumentOutOfRangeException>(() => backend.Copy(to, to, -1, 3));
        }
    }
}
