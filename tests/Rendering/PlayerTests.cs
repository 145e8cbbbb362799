using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using TrpoGpu.Rendering;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Rendering;

/// <summary>The page in a browser: it plays, and nothing complains.</summary>
public sealed class PlayerTests : IDisposable
{
    // A browser without a window draws when it likes: frames come by the page's own time instead.
    private const string Frames = "requestAnimationFrame = (f) => setTimeout(() => f(performance.now()), 16);";

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
        string document = Open(id, "", 8000, steps: 5, Frames);
        Assert.Equal("5 of 5", Text(document, "step"));
        Assert.DoesNotMatch("<button[^>]*data-playing", document);
        Assert.DoesNotMatch("<p id=\"end\" hidden", document);
    }

    [BrowserFact]
    public void It_goes_as_fast_as_what_it_shows()
    {
        // Two seconds, at 0.05 s a step.
        string document = Open("Pendulum-v1", "", 2000, steps: 200, Frames);
        int step = int.Parse(Text(document, "step").Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(step, 30, 41);
        Assert.Matches("<button[^>]*aria-label=\"Pause\"[^>]*data-playing", document);
        Assert.Matches("<p id=\"end\" hidden", document);
    }

    [BrowserTheory]
    [InlineData("End", false, "30 of 30")]
    [InlineData("ArrowRight", false, "6 of 30")]
    [InlineData("ArrowLeft", false, "4 of 30")]
    [InlineData("ArrowRight", true, "15 of 30")]
    [InlineData("Home", false, "0 of 30")]
    [InlineData(" ", false, "30 of 30")]
    public void Keys_move_it(string key, bool shift, string expected)
    {
        string press =
            $"addEventListener('load', () => document.body.dispatchEvent(new KeyboardEvent('keydown', " +
            $"{{ key: '{key}', shiftKey: {(shift ? "true" : "false")}, bubbles: true }})));";
        Assert.Equal(expected, Text(Open("Hopper-v5", "#frame=5", 4000, steps: 30, Frames + press), "step"));
    }

    [BrowserFact]
    public void An_address_may_name_a_step()
    {
        string document = Open("HalfCheetah-v5", "#frame=7", 1000, steps: 30);
        Assert.Equal("7 of 30", Text(document, "step"));
        Assert.Equal("0.35 of 1.50 s", Text(document, "time"));
        Assert.DoesNotMatch("<button[^>]*data-playing", document);
        Assert.Contains("aria-valuetext=\"step 7 of 30\"", document);
        Assert.Matches("id=\"picture\"[^>]*aria-label=\"HalfCheetah-v5: [^\"]*; at step 7, return so far", document);
        Assert.Equal("30 of 30", Text(Open("HalfCheetah-v5", "#frame=999", 1000, steps: 30), "step"));
    }

    [BrowserFact]
    public void Who_wants_no_motion_gets_none() => Assert.Equal(
        "0 of 30",
        Text(Open("Hopper-v5", "", 2000, steps: 30, Frames, "--force-prefers-reduced-motion"), "step"));

    [BrowserFact]
    public void Another_step_is_another_picture()
    {
        Open("Hopper-v5", "#frame=0", 500, steps: 30, more: $"--screenshot={folder["first.png"]}");
        Open("Hopper-v5", "#frame=30", 500, steps: 30, more: $"--screenshot={folder["last.png"]}");
        Assert.NotEqual(File.ReadAllBytes(folder["first.png"]), File.ReadAllBytes(folder["last.png"]));
    }

    private static string Text(string document, string id) =>
        Regex.Match(document, $"<span class=\"value\" id=\"{id}\">([^<]*)</span>").Groups[1].Value;

    // As it is written, or with a script before its own, which it would not allow.
    private string Open(
        string id, string fragment, int milliseconds, int steps, string script = "", params string[] more)
    {
        string html = EpisodePage.Html(UntrainedPolicy.Episode(id, mostSteps: steps));
        if (script.Length > 0)
        {
            html = Regex.Replace(html, "script-src '[^']*'", "script-src 'unsafe-inline'");
            html = html.Replace("<script id=", $"<script>{script}</script><script id=", StringComparison.Ordinal);
        }

        string page = folder["page.html"];
        File.WriteAllText(page, html);
        (string document, string[] complaints) = Browser.Open(page, fragment, milliseconds, more);
        Assert.Empty(complaints);
        return document;
    }
}
