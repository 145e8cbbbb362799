using System.Linq;
using TrpoGpu.RunStatistics;
using Xunit;

namespace TrpoGpu.Tests.RunStatistics;

/// <summary>Curves of runs, and what several come to at common places.</summary>
public sealed class CurveTests
{
    private static readonly SampledCurve Curve = new([10, 20, 30, 40], [double.NaN, 2, 4, double.NaN]);

    [Theory]
    [InlineData(10, double.NaN)]
    [InlineData(19.9, double.NaN)]
    [InlineData(20, 2)]
    [InlineData(25, 3)]
    [InlineData(29, 3.8)]
    [InlineData(30, 4)]
    [InlineData(40, 4)]
    [InlineData(1000, 4)]
    public void A_value_lies_on_the_line_between_its_neighbours(double place, double expected) =>
        Assert.Equal(expected, Curve[place], 1e-12);

    [Fact]
    public void What_was_never_measured_has_no_value()
    {
        SampledCurve empty = new([1, 2], [double.NaN, double.PositiveInfinity]);
        Assert.True(empty.IsEmpty);
        Assert.Equal(double.NaN, empty[1]);
        Assert.Equal(0, empty.End);
        Assert.Equal(double.PositiveInfinity, empty.FirstAtLeast(0));
    }

    [Fact]
    public void A_level_is_reached_where_it_was_first_measured()
    {
        Assert.Equal(20, Curve.FirstAtLeast(-1));
        Assert.Equal(30, Curve.FirstAtLeast(2.1));
        Assert.Equal(double.PositiveInfinity, Curve.FirstAtLeast(4.1));
    }

    [Fact]
    public void A_grid_ends_where_it_should() => Assert.Equal([2.5, 5, 7.5, 10], CurveBand.Grid(10, 4));

    [Fact]
    public void A_band_begins_with_the_last_run_and_ends_with_the_longest()
    {
        SampledCurve early = new([10, 20], [1, 2]);
        SampledCurve late = new([20, 30], [4, 5]);
        SampledCurve never = new([10], [double.NaN]);
        CurveBand band = CurveBand.Medians([early, late, never], [10, 20, 30, 40]);
        Assert.Equal([double.NaN, 3, 3.5, double.NaN], band.Middle);
        Assert.Equal([double.NaN, 2, 2, double.NaN], band.Low);
        Assert.Equal([double.NaN, 4, 5, double.NaN], band.High);
    }

    [Fact]
    public void The_middle_of_many_runs_is_their_interquartile_mean()
    {
        SampledCurve[] runs = [.. new double[] { 1, 2, 4, 100 }.Select(value => new SampledCurve([5], [value]))];
        CurveBand band = CurveBand.InterquartileMeans(runs, [5]);
        Assert.Equal(3, Assert.Single(band.Middle), 1e-12);
        Assert.Equal(
            new Bootstrap(4).Band([1, 2, 4, 100], InterquartileMean.OfSorted),
            (Assert.Single(band.Low), Assert.Single(band.High)));
    }
}
