using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using TrpoGpu.Rendering;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rendering;

/// <summary>The page in a browser: it plays.</summary>
public sealed class PlayerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [BrowserTheory]
    [InlineData("CartPole-v1")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("InvertedDoublePendulum-v5")]
    [InlineData("Reacher-v5")]
    [InlineData("Swimmer-v5")]
    [InlineData("Hopper-v5")]
    [InlineData("Walker2d-v5")]
    public void It_plays_by_itself_to_the_end(string id)
    {
        string document = Open(id, "", 6000, steps: 12);
        Assert.Equal("12 of 12", Text(document, "step"));
        Assert.DoesNotContain("data-playing", document);
        Assert.DoesNotMatch("<p id=\"end\" hidden", document);
    }

    [BrowserFact]
    public void It_goes_as_fast_as_what_it_shows()
    {
        // Ten seconds of an episode, for about two of them.
        string document = Open("Pendulum-v1", "", 2000, steps: 200);
        int step = int.Parse(Text(document, "step").Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(step, 20, 60);
        Assert.Contains("data-playing", document);
        Assert.Contains("aria-label=\"Pause\"", document);
        Assert.Matches("<p id=\"end\" hidden", document);
    }

    [BrowserFact]
    public void An_address_may_name_a_step()
    {
        string document = Open("HalfCheetah-v5", "#frame=7", 1000, steps: 30);
        Assert.Equal("7 of 30", Text(document, "step"));
        Assert.Equal("0.35 of 1.50 s", Text(document, "time"));
        Assert.DoesNotContain("data-playing", document);
        Assert.Contains("aria-valuetext=\"step 7 of 30\"", document);
        Assert.Matches("id=\"picture\"[^>]*aria-label=\"HalfCheetah-v5: [^\"]*; at step 7, return so far", document);
        Assert.Equal("30 of 30", Text(Open("HalfCheetah-v5", "#frame=999", 1000, steps: 30), "step"));
    }

    [BrowserFact]
    public void Who_wants_no_motion_gets_none() => Assert.Equal(
        "0 of 30", Text(Open("Hopper-v5", "", 2000, steps: 30, "--force-prefers-reduced-motion"), "step"));

    [BrowserFact]
    public void Another_step_is_another_picture()
    {
        Open("Hopper-v5", "#frame=0", 500, steps: 30, $"--screenshot={folder["first.png"]}");
        Open("Hopper-v5", "#frame=30", 500, steps: 30, $"--screenshot={folder["last.png"]}");
        Assert.NotEqual(File.ReadAllBytes(folder["first.png"]), File.ReadAllBytes(folder["last.png"]));
    }

    private static string Text(string document, string id) =>
        Regex.Match(document, $"<output id=\"{id}\">([^<]*)</output>").Groups[1].Value;

    private string Open(string id, string fragment, int milliseconds, int steps, params string[] more)
    {
        string page = folder["page.html"];
        File.WriteAllText(page, EpisodePage.Html(UntrainedPolicy.Episode(id, mostSteps: steps)));
        (string document, string[] complaints) = Browser.Open(page, fragment, milliseconds, more);
        Assert.Empty(complaints);
        return document;
    }
}
