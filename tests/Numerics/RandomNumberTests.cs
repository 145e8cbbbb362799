using System;
using System.Runtime.Intrinsics;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

/// <summary>Ranges, and moments of fixed samples within five standard errors.</summary>
public sealed class RandomNumberTests
{
    private const double StandardErrors = 5.0;

    private static int Pairs => Vector128.IsHardwareAccelerated ? 100_000 : 10_000;

    [Theory]
    [InlineData(0u, 0f)]
    [InlineData(255u, 0f)]
    [InlineData(256u, 5.9604645e-8f)]
    [InlineData(0x80000000u, 0.5f)]
    [InlineData(uint.MaxValue, 0.99999994f)]
    public void Numbers_from_zero_are_multiples_of_two_to_the_minus_24(uint word, float expected) =>
        Assert.Equal(expected, Uniform.FromZero(word));

    [Theory]
    [InlineData(0u, 5.9604645e-8f)]
    [InlineData(511u, 5.9604645e-8f)]
    [InlineData(512u, 1.7881393e-7f)]
    [InlineData(0x80000000u, 0.50000006f)]
    [InlineData(uint.MaxValue, 0.99999994f)]
    public void Numbers_above_zero_are_odd_multiples_of_two_to_the_minus_24(uint word, float expected) =>
        Assert.Equal(expected, Uniform.AboveZero(word));

    [Fact]
    public void Uniform_numbers_have_their_moments()
    {
        Moments moments = default;
        for (uint i = 0; i < Pairs; i++)
        {
            PhiloxBlock block = RandomStream.Draw(3, RandomUse.StartState, i, 5, 0);
            moments.Add(Uniform.FromZero(block.X0));
            moments.Add(Uniform.FromZero(block.X3));
        }

        moments.AssertMean(0.5, 1.0 / 12.0);

        // The fourth central moment is 1/80.
        moments.AssertVariance(1.0 / 12.0, 1.0 / 80.0);
    }

    [Fact]
    public void Normal_numbers_have_their_moments_and_no_correlation_within_pairs()
    {
        Moments moments = default;
        Moments products = default;
        double cubes = 0.0;
        double fourths = 0.0;
        for (uint i = 0; i < Pairs; i++)
        {
            NormalPair<Float32> pair = Draw(i);
            (double first, double second) = (pair.First.Value, pair.Second.Value);
            moments.Add(first);
            moments.Add(second);
            products.Add(first * second);
            cubes += Math.Pow(first, 3.0) + Math.Pow(second, 3.0);
            fourths += Math.Pow(first, 4.0) + Math.Pow(second, 4.0);
        }

        moments.AssertMean(0.0, 1.0);
        moments.AssertVariance(1.0, 3.0);
        products.AssertMean(0.0, 1.0);

        // Variances of the third and fourth powers: 15 and 105 - 9.
        Assert.InRange(Math.Abs(cubes / (2 * Pairs)), 0.0, StandardErrors * Math.Sqrt(15.0 / (2 * Pairs)));
        Assert.InRange(
            Math.Abs((fourths / (2 * Pairs)) - 3.0), 0.0, StandardErrors * Math.Sqrt(96.0 / (2 * Pairs)));
    }

    [Fact]
    public void Normal_numbers_are_finite_at_both_ends_of_the_uniform_ones()
    {
        NormalPair<Float32> far = NormalPair<Float32>.FromUniform(
            new Float32(Uniform.AboveZero(0)), new Float32(0f));
        NormalPair<Float32> near = NormalPair<Float32>.FromUniform(
            new Float32(Uniform.AboveZero(uint.MaxValue)), new Float32(Uniform.FromZero(uint.MaxValue)));
        Assert.Equal(Math.Sqrt(48.0 * Math.Log(2.0)), far.First.Value, 1e-6);
        Assert.Equal(0f, far.Second.Value);
        Assert.InRange(near.First.Value, 3.4e-4f, 3.5e-4f);
    }

    [Fact]
    public void Normal_numbers_of_both_precisions_are_the_same_function()
    {
        // The radius is below 6 and the angle below 7: with the 2 ulp of the functions, 6 (7 + 8) u in all.
        double bound = 6.0 * 15.0 / (1 << 24);
        for (uint i = 0; i < 1000; i++)
        {
            PhiloxBlock block = RandomStream.Draw(9, RandomUse.Action, i, 0, 0);
            float radius = Uniform.AboveZero(block.X0);
            float turn = Uniform.FromZero(block.X1);
            var actual = NormalPair<Float32>.FromUniform(new Float32(radius), new Float32(turn));
            var expected = NormalPair<Float64>.FromUniform(new Float64(radius), new Float64(turn));
            Assert.Equal(expected.First.Value, actual.First.Value, bound);
            Assert.Equal(expected.Second.Value, actual.Second.Value, bound);
        }
    }

    private static NormalPair<Float32> Draw(uint i)
    {
        PhiloxBlock block = RandomStream.Draw(3, RandomUse.Action, i, 5, 0);
        return NormalPair<Float32>.FromUniform(
            new Float32(Uniform.AboveZero(block.X0)), new Float32(Uniform.FromZero(block.X1)));
    }

    private struct Moments
    {
        private int count;
        private double sum;
        private double squares;

        public void Add(double x)
        {
            count++;
            sum += x;
            squares += x * x;
        }

        public readonly void AssertMean(double mean, double variance) =>
            Assert.InRange(Math.Abs((sum / count) - mean), 0.0, StandardErrors * Math.Sqrt(variance / count));

        public readonly void AssertVariance(double variance, double fourthMoment)
        {
            double actual = (squares / count) - ((sum / count) * (sum / count));
            double standardError = Math.Sqrt((fourthMoment - (variance * variance)) / count);
            Assert.InRange(Math.Abs(actual - variance), 0.0, StandardErrors * standardError);
        }
    }
}
