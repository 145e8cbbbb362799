using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>Start states: ranges, means and variances of their noise.</summary>
public sealed class ResetTests
{
    private const int Draws = 20_000;

    // A mean of this many draws is within five of its standard deviations, and so is a variance.
    private const double Deviations = 5.0;

    [Theory]
    [InlineData("hopper", 1.25, 0.005, 0.005, false)]
    [InlineData("walker2d", 1.25, 0.005, 0.005, false)]
    [InlineData("walker2d_v4", 1.25, 0.005, 0.005, false)]
    [InlineData("swimmer", 0, 0.1, 0.1, false)]
    [InlineData("half_cheetah", 0, 0.1, 0.1, true)]
    [InlineData("inverted_double_pendulum", 0, 0.1, 0.1, true)]
    [InlineData("inverted_pendulum", 0, 0.01, 0.01, false)]
    [InlineData("reacher", 0, 0.1, 0.005, false)]
    public void Noise_has_its_distribution(
        string environment, double height, double positions, double velocities, bool isNormal)
    {
        PlanarRunner runner = PlanarRunner.Create(environment, NumberKind.Double);
        double[][] states = Draw(runner);
        for (int dof = 0; dof < runner.Dofs; dof++)
        {
            CheckUniform([.. states.Select(state => state[dof])], dof == 1 ? height : 0.0, positions);
            double[] rates = [.. states.Select(state => state[PlanarRunner.Velocity + dof])];
            if (isNormal)
            {
                CheckNormal(rates, velocities);
            }
            else
            {
                CheckUniform(rates, 0.0, velocities);
            }
        }

        // Independent: no two components go together.
        int[] fields =
        [
            .. Enumerable.Range(0, runner.Dofs), .. Enumerable.Range(PlanarRunner.Velocity, runner.Dofs),
        ];
        for (int i = 1; i < fields.Length; i++)
        {
            double correlation = Correlation(states, fields[i - 1], fields[i]);
            Assert.InRange(Math.Abs(correlation), 0.0, Deviations / Math.Sqrt(Draws));
        }
    }

    [Fact]
    public void The_reachers_target_is_uniform_in_a_disc()
    {
        const double Radius = 0.2;
        double[][] states = Draw(PlanarRunner.Create("reacher", NumberKind.Double));
        double[] squares = [.. states.Select(state => (state[2] * state[2]) + (state[3] * state[3]))];

        // Uniform over the disc: the square of the distance is uniform, and directions cancel.
        CheckUniform(squares, 0.5 * Radius * Radius, 0.5 * Radius * Radius);
        Assert.InRange(Math.Abs(states.Average(state => state[2])), 0.0, Deviations * 0.5 * Radius / Math.Sqrt(Draws));
        Assert.InRange(Math.Abs(states.Average(state => state[3])), 0.0, Deviations * 0.5 * Radius / Math.Sqrt(Draws));
        Assert.All(states, state => Assert.Equal((0.0, 0.0), (state[11], state[12])));
        Assert.All(states, state => Assert.Equal(
            (0.1 * Math.Cos(state[0])) + (0.11 * Math.Cos(state[0] + state[1])) - state[2],
            state[PlanarRunner.Kept], 1e-15));
    }

    [Theory]
    [InlineData("Hopper", 11, 3, 1000, 3800.0)]
    [InlineData("Walker2d", 17, 6, 1000, null)]
    [InlineData("HalfCheetah", 17, 6, 1000, 4800.0)]
    [InlineData("Swimmer", 8, 2, 1000, 360.0)]
    [InlineData("InvertedPendulum", 4, 1, 1000, 950.0)]
    [InlineData("InvertedDoublePendulum", 9, 1, 1000, 9100.0)]
    [InlineData("Reacher", 10, 2, 50, -3.75)]
    public void Sizes_and_limits_are_those_of_Gymnasium(
        string id, int observation, int actions, int timeLimit, double? solved)
    {
        EnvironmentSpec spec = BuiltInEnvironments.Find($"{id}-v5");
        Assert.Equal((observation, actions), (spec.ObservationSize, spec.Actions.Columns));
        Assert.Equal((timeLimit, solved), (spec.TimeLimit, spec.SolvedReturn));
        Assert.Same(spec, BuiltInEnvironments.Find(id.ToLowerInvariant()));
    }

    private static double[][] Draw(PlanarRunner runner)
    {
        Random random = new(8);
        double[][] states = new double[Draws][];
        double[] uniforms = new double[runner.StartNumbers];
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int k = 0; k < uniforms.Length; k++)
            {
                uniforms[k] = random.NextDouble();
            }

            runner.Reset(0, uniforms);
            states[draw] = [.. Enumerable.Range(0, PlanarRunner.Fields).Select(field => runner[0, field])];
        }

        return states;
    }

    private static void CheckUniform(double[] numbers, double centre, double reach)
    {
        // Rounding the sum of centre and noise is all that may lead out.
        Assert.All(numbers, x => Assert.InRange(x, centre - (reach * (1 + 1e-12)), centre + (reach * (1 + 1e-12))));
        Assert.InRange(numbers.Max(), centre + (0.99 * reach), double.PositiveInfinity);
        Assert.InRange(numbers.Min(), double.NegativeInfinity, centre - (0.99 * reach));
        double variance = reach * reach / 3.0;
        Check(numbers, centre, variance, fourthMoment: 9.0 / 5.0);
    }

    private static void CheckNormal(double[] numbers, double deviation) =>
        Check(numbers, 0.0, deviation * deviation, fourthMoment: 3.0);

    private static void Check(double[] numbers, double mean, double variance, double fourthMoment)
    {
        double allowed = Deviations * Math.Sqrt(variance / Draws);
        Assert.Equal(mean, numbers.Average(), allowed);
        double spread = Deviations * variance * Math.Sqrt((fourthMoment - 1.0) / Draws);
        Assert.Equal(variance, numbers.Average(x => (x - mean) * (x - mean)), spread);
    }

    private static double Correlation(double[][] states, int first, int second)
    {
        double meanFirst = states.Average(state => state[first]);
        double meanSecond = states.Average(state => state[second]);
        double product = states.Average(state => (state[first] - meanFirst) * (state[second] - meanSecond));
        double squareFirst = states.Average(state => Math.Pow(state[first] - meanFirst, 2));
        double squareSecond = states.Average(state => Math.Pow(state[second] - meanSecond, 2));
        return product / Math.Sqrt(squareFirst * squareSecond);
    }
}
