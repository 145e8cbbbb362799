using System;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using TrpoGpu.Charts;
using Xunit;

namespace TrpoGpu.Tests.Charts;

/// <summary>Charts as an XML reader sees them.</summary>
public sealed class LineChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly ChartCurve Rising = new(
        "TRPO", [0, 250_000, 500_000, 1_000_000], [double.NaN, -100, 0, 359.5], [double.NaN, -200, -50, 300],
        [double.NaN, -50, 20, 400]);

    [Fact]
    public void A_curve_passes_its_points_inside_its_band()
    {
        XElement chart = Draw(new ChartPanel("Swimmer-v5", "steps", "return", [Rising], 359));
        (double X, double Y)[] curve = Points(Assert.Single(chart.Descendants(Svg + "polyline")));
        (double X, double Y)[] band = Points(Assert.Single(chart.Descendants(Svg + "polygon")));

        // The value that is not a number is left out; pixels grow downwards.
        Assert.Equal(3, curve.Length);
        Assert.Equal(6, band.Length);
        Assert.True(curve[0].X < curve[1].X && curve[1].X < curve[2].X);
        Assert.True(curve[0].Y > curve[1].Y && curve[1].Y > curve[2].Y);
        for (int k = 0; k < 3; k++)
        {
            Assert.InRange(curve[k].Y, band[k].Y, band[5 - k].Y);
        }

        // Equal distances of values are equal distances of pixels: 100 and 359.5.
        Assert.Equal(359.5 / 100, (curve[1].Y - curve[2].Y) / (curve[0].Y - curve[1].Y), 0.05);
        XElement reference = chart.Descendants(Svg + "line").Single(l => (string?)l.Attribute("class") == "reference");
        Assert.InRange(Number(reference, "y1"), curve[2].Y, curve[1].Y);
    }

    [Fact]
    public void Everything_lies_inside_the_picture()
    {
        ChartPanel[] panels =
        [
            new("a", "x", "y", [Rising], -1000),
            new("b", "x", "y", [new ChartCurve("flat", [1, 2], [5, 5])]),
            new("c", "x", "y", [new ChartCurve("one point", [0], [0])]),
        ];
        var chart = XElement.Parse(LineChart.Svg("three", panels, 3));
        var (width, height) = (Number(chart, "width"), Number(chart, "height"));
        foreach (XElement drawn in chart.Descendants().Where(e => e.Attribute("points") is not null))
        {
            Assert.All(Points(drawn), point =>
            {
                Assert.InRange(point.X, 0, width / 3);
                Assert.InRange(point.Y, 0, height);
            });
        }
    }

    [Fact]
    public void One_point_is_a_dot_and_none_are_empty_axes()
    {
        ChartCurve one = new("one", [1, 2], [double.NaN, 5], [0, 4], [9, 6]);
        Assert.Single(Draw(new ChartPanel("a", "x", "y", [one])).Descendants(Svg + "circle"));

        ChartCurve none = new("none", [1, 2], [1, 5], [double.NaN, double.NaN], [9, 6]);
        XElement empty = Draw(new ChartPanel("a", "x", "y", [none]));
        Assert.Empty(empty.Descendants(Svg + "circle"));
        Assert.DoesNotContain("NaN", empty.ToString());
        Assert.NotNull(Draw(new ChartPanel("a", "x", "y", [none with { Y = [double.NaN, double.NaN] }])));
    }

    [Fact]
    public void Text_is_text_whatever_it_says()
    {
        const string Hostile = "<script>\"'&</script>";
        XElement chart = Draw(
            new ChartPanel(Hostile, Hostile, Hostile, [Rising with { Name = Hostile }, Rising]), Hostile);

        Assert.Empty(chart.Descendants(Svg + "script"));
        Assert.Equal(Hostile, (string?)chart.Attribute("aria-label"));
        Assert.Equal(Hostile, (string?)chart.Element(Svg + "title"));
        Assert.StartsWith($"{Hostile}: {Hostile} against {Hostile}, of ", (string?)chart.Element(Svg + "desc"));
        Assert.Equal(4, chart.Descendants(Svg + "text").Count(text => text.Value == Hostile));
    }

    [Fact]
    public void Several_names_have_a_legend_and_colours_of_their_own()
    {
        XElement chart = Draw(new ChartPanel("a", "x", "y", [Rising, Rising with { Name = "PPO" }]));
        Assert.Distinct(chart.Descendants(Svg + "polyline").Select(line => line.Attribute("stroke")!.Value));
        Assert.Contains(chart.Descendants(Svg + "text"), text => text.Value == "PPO");
        Assert.DoesNotContain(
            Draw(new ChartPanel("a", "x", "y", [Rising])).Descendants(Svg + "text"), text => text.Value == "TRPO");
    }

    [Theory]
    [InlineData(0, 1_000_000, "0,200k,400k,600k,800k,1M")]
    [InlineData(-12.5, -3.9, "-14,-12,-10,-8,-6,-4,-2")]
    [InlineData(0.97, 1, "0.97,0.98,0.99,1")]
    [InlineData(7, 7, "6,8")]
    [InlineData(-0.5, 0.1, "-0.6,-0.4,-0.2,0,0.2")]
    [InlineData(0, 1e-5, "0,0.000002,0.000004,0.000006,0.000008,0.00001")]
    [InlineData(1_234_567, 1_234_570, "1234567,1234568,1234569,1234570")]
    [InlineData(0, 12_500, "0,5k,10k,15k")]
    public void Ticks_are_round_and_hold_the_values(double low, double high, string labels)
    {
        ChartAxis axis = new(low, high, 0, 100, 5);
        string[] drawn = [.. axis.Ticks.Select(axis.Label)];
        Assert.Equal(labels, string.Join(',', drawn));
        Assert.InRange(axis[low], -1e-9, 100);
        Assert.InRange(axis[high], axis[low], 100 + 1e-9);
    }

    [Fact]
    public void A_horizontal_axis_ends_with_its_curve()
    {
        ChartAxis axis = new(2048, 1_001_472, 0, 100, 5, endsAtHigh: true);
        Assert.Equal("0,200k,400k,600k,800k,1M", string.Join(',', axis.Ticks.Select(axis.Label)));
        Assert.Equal(100, axis[1_001_472], 1e-9);
    }

    private static XElement Draw(ChartPanel panel, string description = "a chart") =>
        XElement.Parse(LineChart.Svg(description, [panel], 1));

    private static (double X, double Y)[] Points(XElement shape) =>
    [
        .. shape.Attribute("points")!.Value.Split(' ').Select(pair =>
        {
            double[] numbers = Array.ConvertAll(pair.Split(','), n => double.Parse(n, CultureInfo.InvariantCulture));
            return (numbers[0], numbers[1]);
        }),
    ];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
