using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>The algebra of damped Kronecker factors, by the identities that define it.</summary>
public sealed class KroneckerInverseTests
{
    private const double Damping = 0.01;

    private static readonly KroneckerLayout Layout = new(new NetworkShape(
        MlpShape.Parse("6-17-1-3", ActivationKind.Tanh), HeadShape.DiagonalGaussian(3)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_damped_matrices_are_the_squares_of_their_roots(bool diagonal)
    {
        KroneckerInverse inverse = Factorized(diagonal);
        foreach ((int first, int n) in Matrices())
        {
            // Higham 2002, theorem 10.3: n + 1 roundings relative to |L| |L'|, and n of the product formed here.
            AssertProduct(
                n, (i, k) => inverse.Root[first + (i * n) + k], (k, j) => inverse.Root[first + (j * n) + k],
                (i, j) => inverse.Damped[first + (i * n) + j], (2 * n) + 1, "L L'");
        }

        AssertFree(inverse.Root, value => Math.Sqrt(2 + Damping));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_inverse_roots_and_inverses_are_what_they_are_called(bool diagonal)
    {
        KroneckerInverse inverse = Factorized(diagonal);
        foreach ((int first, int n) in Matrices())
        {
            // Higham 2002, section 14.2.1: every column by substitution, n + 2 roundings relative to |L| |X|.
            AssertProduct(
                n, (i, k) => inverse.Root[first + (i * n) + k], (k, j) => inverse.RootInverse[first + (k * n) + j],
                (i, j) => i == j ? 1 : 0, (2 * n) + 2, "L X");
            AssertProduct(
                n, (i, k) => inverse.RootInverse[first + (k * n) + i],
                (k, j) => inverse.RootInverse[first + (k * n) + j],
                (i, j) => inverse.Inverse[first + (i * n) + j], 2 * n, "X' X");
            for (int k = 0; k < n * n; k++)
            {
                Assert.Equal(
                    inverse.RootInverse[first + k], inverse.TransposedRootInverse[first + (k % n * n) + (k / n)]);
            }
        }

        AssertFree(inverse.RootInverse, value => 1 / Math.Sqrt(2 + Damping));
        AssertFree(inverse.TransposedRootInverse, value => 1 / Math.Sqrt(2 + Damping));
        AssertFree(inverse.Inverse, value => 1 / (2 + Damping));
    }

    [Fact]
    public void The_damping_is_shared_in_the_ratio_of_the_mean_diagonals()
    {
        double[] factors = Factors();
        KroneckerInverse inverse = Factorized();
        foreach (KroneckerBlock n in Layout.Blocks)
        {
            double mean = Mean(factors, n.InputOffset, n.Inputs);
            double outputMean = Mean(factors, n.OutputOffset, n.Outputs);
            double input = inverse.Damped[n.InputOffset] - factors[n.InputOffset];
            double output = inverse.Damped[n.OutputOffset] - factors[n.OutputOffset];

            // A difference of numbers below a hundred; roots, quotients and the mean are some thirty roundings.
            RoundingBound.Assert(Damping, input * output, 64, 100, "product of the shares");
            RoundingBound.Assert(mean / outputMean, input / output, 64, 100 * mean / outputMean / output, "ratio");
        }
    }

    [Fact]
    public void Off_the_diagonal_nothing_is_left_of_a_diagonal_one()
    {
        KroneckerInverse whole = Factorized();
        KroneckerInverse diagonal = Factorized(diagonal: true);
        foreach ((int first, int n) in Matrices())
        {
            for (int k = 0; k < n * n; k++)
            {
                bool isDiagonal = k / n == k % n;
                Assert.Equal(isDiagonal ? whole.Damped[first + k] : 0, diagonal.Damped[first + k]);
                Assert.Equal(isDiagonal ? 1 / whole.Damped[first + k] : 0, diagonal.Inverse[first + k], 1e-13);
            }
        }
    }

    [Fact]
    public void No_direction_has_more_curvature_than_the_bound()
    {
        KroneckerInverse inverse = Factorized();
        double largest = 2 + Damping;
        foreach (KroneckerBlock n in Layout.Blocks)
        {
            largest = Math.Max(largest, Largest(n.InputOffset, n.Inputs) * Largest(n.OutputOffset, n.Outputs));
        }

        // Sums of magnitudes in a row exceed the largest eigenvalue by sqrt(n) at most.
        Assert.InRange(inverse.EigenvalueBound, largest, Math.Sqrt(18 * 17) * largest);

        double Largest(int first, int n)
        {
            double[] v = ReferenceNumbers(n);
            double quotient = 0;
            for (int k = 0; k < 200; k++)
            {
                double[] image = [.. Enumerable.Range(0, n).Select(
                    i => v.Select((value, j) => Factorized().Damped[first + (i * n) + j] * value).Sum())];
                quotient = Math.Sqrt(image.Sum(value => value * value) / v.Sum(value => value * value));
                v = Array.ConvertAll(image, value => value / quotient);
            }

            return quotient;
        }
    }

    [Fact]
    public void Failures_are_named()
    {
        KroneckerInverse inverse = new(Layout);
        double[] zeros = new double[Layout.Length];
        Assert.Equal(FactorizationOutcome.NotPositiveDefinite, inverse.Factorize(zeros, 0));
        Assert.Equal(FactorizationOutcome.Factorized, inverse.Factorize(zeros, Damping));
        double[] factors = Factors();
        factors[Layout.Blocks[1].OutputOffset] = double.NaN;
        Assert.Equal(FactorizationOutcome.NonFinite, inverse.Factorize(factors, Damping));
        factors[Layout.Blocks[1].OutputOffset] = -1;
        Assert.Equal(FactorizationOutcome.NotPositiveDefinite, inverse.Factorize(factors, 1e-8));
        Assert.Equal(FactorizationOutcome.NonFinite, inverse.Factorize(Factors(), double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => inverse.Factorize(zeros, -1));
        Assert.Throws<ArgumentException>(() => inverse.Factorize(new double[3], 1));
    }

    [Fact]
    public void Averages_begin_with_the_plain_mean_and_leave_out_what_is_not_finite()
    {
        KroneckerFactors averages = new(Layout);
        double[] batch = new double[Layout.Length];
        foreach (double value in (double[])[1, 3, 5, 9])
        {
            Array.Fill(batch, value);
            Assert.True(averages.Average(batch, 0.75));
        }

        // ((1 + 3) / 2 * 2/3 + 5 / 3) * 3/4 + 9 / 4, at every batch k the share of the new one being 1/k or 1/4.
        Assert.All(averages.Values.ToArray(), value => RoundingBound.AssertRelative(4.5, value, 16, "average"));
        double[] before = averages.Values.ToArray();
        batch[7] = double.PositiveInfinity;
        Assert.False(averages.Average(batch, 0.75));
        Assert.Equal(before, averages.Values.ToArray());
        Assert.Equal(4, averages.Batches);

        KroneckerFactors resumed = new(Layout);
        resumed.Restore(before, 4);
        batch[7] = 2;
        averages.Average(batch, 0.75);
        resumed.Average(batch, 0.75);
        Assert.Equal(averages.Values.ToArray(), resumed.Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => averages.Average(batch, 1.5));
        Assert.Throws<ArgumentException>(() => averages.Average(new double[2], 0.5));
    }

    private static KroneckerInverse Factorized(bool diagonal = false)
    {
        KroneckerInverse inverse = new(Layout);
        Assert.Equal(FactorizationOutcome.Factorized, inverse.Factorize(Factors(), Damping, diagonal));
        return inverse;
    }

    // Second moments of a few random rows, fewer than coordinates: singular but for the damping.
    private static double[] Factors()
    {
        double[] factors = new double[Layout.Length];
        Array.Fill(factors, 2);
        foreach ((int first, int n) in Matrices())
        {
            Array.Clear(factors, first, n * n);
            for (int b = 0; b < 4; b++)
            {
                float[] row = new NormalNumbers((7 * first) + b).Array(n);
                for (int k = 0; k < n * n; k++)
                {
                    factors[first + k] += row[k / n] * (double)row[k % n] / 4;
                }
            }
        }

        return factors;
    }

    private static IEnumerable<(int First, int N)> Matrices() => Layout.Blocks.ToArray().SelectMany(
        n => new[] { (n.InputOffset, n.Inputs), (n.OutputOffset, n.Outputs) });

    private static double[] ReferenceNumbers(int n) =>
        Array.ConvertAll(new NormalNumbers(n).Array(n), value => (double)value);

    private static double Mean(double[] factors, int first, int n) =>
        Enumerable.Range(0, n).Average(i => factors[first + (i * n) + i]);

    private static void AssertFree(ReadOnlySpan<double> matrices, Func<double, double> expected)
    {
        foreach (double value in matrices[Layout.FreeOffset..])
        {
            RoundingBound.AssertRelative(expected(value), value, 4, "free parameter");
        }
    }

    private static void AssertProduct(
        int n, Func<int, int, double> left, Func<int, int, double> right, Func<int, int, double> expected,
        int roundings, string what)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double[] terms = [.. Enumerable.Range(0, n).Select(k => left(i, k) * right(k, j))];
                RoundingBound.Assert(
                    expected(i, j), terms.Sum(), roundings, terms.Sum(Math.Abs) + Math.Abs(expected(i, j)), what);
            }
        }
    }
}
