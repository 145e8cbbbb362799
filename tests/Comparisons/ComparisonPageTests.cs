using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using TrpoGpu.Comparisons;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Comparisons;

/// <summary>The page of a comparison: what it says, and what a browser makes of it.</summary>
public sealed class ComparisonPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_says_what_was_compared_how_and_on_what()
    {
        ComparisonResult result = ComparisonSamples.Result(
            ["A-v0", "B-v1"], ["trpo", "npg", "vpg"], commandLine: "trpo compare --env a,b");
        string html = ComparisonPage.Html(result);
        Assert.Contains("<title>trpo, npg and vpg on A-v0 and B-v1</title>", html);
        Assert.Contains("<pre><code>trpo compare --env a,b</code></pre>", html);
        Assert.Contains("24 runs, seeds 0..3; all finished.", html);
        Assert.Contains("<dd>a device</dd>", html);
        Assert.Contains("2000 resamples", html);
        Assert.Contains("npg over trpo", html);
        Assert.DoesNotContain("{{", html);
        Assert.Equal(html, ComparisonPage.Html(result));
        Assert.DoesNotContain("Made elsewhere", html);
        Assert.Contains(
            "<dt>Made elsewhere</dt><dd>3 of 24 runs", ComparisonPage.Html(result with { RunsElsewhere = 3 }));
    }

    [Fact]
    public void Tables_hold_the_figures_of_the_groups()
    {
        GroupSummary slow = ComparisonSamples.Group("A-v0", "trpo", 1, seeds: 4, solved: -110);
        GroupSummary fast = ComparisonSamples.Group("A-v0", "npg", 2, seeds: 4, solved: -110);
        Assert.Equal(-111.5, slow.Iqm, 1e-12);
        Assert.Equal(-106.5, fast.Iqm, 1e-12);
        Assert.Equal(-113, slow.Worst);
        Assert.Equal(19.0 / 20, slow.AcceptedShare, 1e-12);
        string html = ComparisonTable.Html([slow, fast]);

        // The bands do not meet: the one that is better is marked, and the other is not.
        Assert.Matches(@"<tr><th scope=""row"">trpo</th><td>-111.5 \(-11[23]\.\d to -110\.\d\)</td>", html);
        Assert.Contains("<tr class=\"best\"><th scope=\"row\">npg</th><td>-106.5 (", html);
        Assert.Contains("<td>95 % of 80</td><td class=\"words\">KlExceeded 4</td>", html);
        string settings = ComparisonTable.Settings([slow, fast]);
        Assert.Contains("<code>gamma</code></th><td>0.99</td><td>0.98</td>", settings);
        Assert.DoesNotContain("target_kl", settings);
        Assert.Equal("", ComparisonTable.Settings([slow]));
    }

    [Fact]
    public void A_run_that_diverged_is_told_of()
    {
        CellScore score = new(CellOutcome.Diverged, "10 updates ended <NonFinite>", 5000, 100, -200, 0, 200);
        GroupSummary group = new(
            [ComparisonSamples.Cell("A-v0", "trpo", 0, 1), ComparisonSamples.Cell("A-v0", "trpo", 1, 1, score)], [],
            null);
        Assert.Contains("1 of 2 diverged", ComparisonTable.Html([group]));
        Assert.Contains("10 updates ended &lt;NonFinite&gt;", ComparisonTable.Seeds([group]));
    }

    [Fact]
    public void Text_is_text_whatever_it_says()
    {
        const string Hostile = "<script>\"'&</script>";
        string html = ComparisonPage.Html(ComparisonSamples.Result([Hostile], [Hostile, "b"], 2, Hostile));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Figures_are_the_same_in_every_culture()
    {
        ComparisonResult result = ComparisonSamples.Result(["A-v0"], ["trpo", "npg"]);
        string expected = ComparisonPage.Html(result) + ComparisonCsv.Text(result.Groups);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("")
        {
            NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~", PercentDecimalSeparator = "," },
        };
        try
        {
            Assert.Equal(expected, ComparisonPage.Html(result) + ComparisonCsv.Text(result.Groups));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(double.NaN, "-")]
    [InlineData(double.PositiveInfinity, "never")]
    [InlineData(950, "950")]
    [InlineData(24_600, "24.6k")]
    [InlineData(1_250_000, "1.25M")]
    public void Steps_are_short(double steps, string expected) => Assert.Equal(expected, ComparisonText.Steps(steps));

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, "99.9 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(double.NaN, "-")]
    public void A_share_is_all_only_if_it_is(double share, string expected) =>
        Assert.Equal(expected, ComparisonText.Percent(share));

    [BrowserFact]
    public void A_browser_shows_every_curve_asks_for_nothing_and_complains_of_nothing()
    {
        string html = ComparisonPage.Html(ComparisonSamples.Result(["A-v0", "B-v1"], ["trpo", "npg", "vpg"]));
        string page = folder["report.html"];
        File.WriteAllText(page, html);
        (string document, string[] complaints) = Browser.Open(page, "", 1000);
        Assert.Empty(complaints);
        Assert.Equal(2, Regex.Count(document, "<svg "));

        // Three algorithms in three panels of two environments, each a line in a band.
        Assert.Equal(18, Regex.Count(document, "<polyline class=\"curve\" stroke=\"#\\w+\" points=\"[\\d., -]+\""));
        Assert.Equal(18, Regex.Count(document, "<polygon class=\"band\""));
        Assert.Equal(2, Regex.Count(document, "<desc>Return by steps: return against environment steps, of trpo, npg"));

        // Nothing that a browser would fetch, and a policy by which it fetches nothing; names of XML are no addresses.
        Assert.Contains("default-src 'none'", document);
        Assert.DoesNotMatch("(src|href|action)=|url\\(|@import", document);
        Assert.DoesNotContain("http", document.Replace("http://www.w3.org/2000/svg", "").Replace("http-equiv", ""));
    }
}
