using System;
using System.Globalization;
using System.Linq;
using TrpoGpu.Comparisons;
using Xunit;

namespace TrpoGpu.Tests.Comparisons;

/// <summary>The table of runs, as RFC 4180 reads it.</summary>
public sealed class ComparisonCsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData(0.1, "0.1")]
    [InlineData(-1234567.875, "-1234567.875")]
    [InlineData(double.NaN, "")]
    [InlineData(double.PositiveInfinity, "")]
    [InlineData(7, "7")]
    public void A_field_is_quoted_where_it_must_be(object? value, string expected) =>
        Assert.Equal(expected, ComparisonCsv.Field(value));

    [Fact]
    public void Every_run_is_a_row_of_all_columns()
    {
        ComparisonResult result = ComparisonSamples.Result(["A-v0", "B-v1"], ["trpo", "npg"], seeds: 3);
        string text = ComparisonCsv.Text(result.Groups);
        Assert.EndsWith("\r\n", text);
        string[][] rows = [.. text.TrimEnd().Split("\r\n").Select(line => line.Split(','))];
        Assert.Equal(1 + 12, rows.Length);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.Equal(["env", "algo", "seed", "outcome", "eval_return_mean"], rows[0][..5]);
        Assert.Equal(["A-v0", "trpo", "0", "finished", "-120"], rows[1][..5]);
        Assert.Equal(["A-v0", "trpo", "1"], rows[2][..3]);
        Assert.Equal(["B-v1", "npg", "2"], rows[12][..3]);
        Assert.Equal("Accepted=19 KlExceeded=1", Value(1, "outcomes"));
        Assert.Equal("20000", Value(1, "steps"));
        Assert.Equal("19", Value(1, "updates_accepted"));
        Assert.Equal("", Value(12, "steps_to_solve"));

        // -100 - 100 exp(-0.5 k / 5) is at least -120 from the 17th update on.
        Assert.Equal("17000", Value(1, "steps_to_solve"));
        Assert.Equal(3.4, double.Parse(Value(1, "seconds_to_solve"), CultureInfo.InvariantCulture), 1e-9);

        string Value(int row, string column) => rows[row][Array.IndexOf(rows[0], column)];
    }

    [Fact]
    public void A_message_with_a_comma_stays_one_field()
    {
        CellScore score = new(CellOutcome.Diverged, "NaN, \"again\"", 5000, 100, -200, 0, 200);
        GroupSummary group = new([ComparisonSamples.Cell("A-v0", "trpo", 0, 1, score)], [], null);
        string row = ComparisonCsv.Text([group]).Split("\r\n")[1];
        Assert.Contains(",diverged,-200,", row);
        Assert.Contains(",\"NaN, \"\"again\"\"\",", row);
    }
}
