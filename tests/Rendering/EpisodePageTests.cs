using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rendering;
using TrpoGpu.Rendering.Scenes;
using Xunit;

namespace TrpoGpu.Tests.Rendering;

/// <summary>A page that needs nothing, reaches nowhere, and holds the episode.</summary>
public sealed partial class EpisodePageTests
{
    private static readonly string[] Void = ["meta", "br", "hr", "img", "input", "link"];

    public static TheoryData<string> Environments => UntrainedPolicy.Environments;

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_page_is_whole(string id)
    {
        RecordedEpisode episode = UntrainedPolicy.Episode(id, mostSteps: 40);
        string html = EpisodePage.Html(episode);
        Assert.Equal(html, EpisodePage.Html(UntrainedPolicy.Episode(id, mostSteps: 40)));
        Assert.Contains($"<h1>{id}</h1>", html);
        Assert.DoesNotContain("{{", html);
        Assert.All(
            ["://", "src=", "href=", "url(", "@import", "import(", "fetch(", "XMLHttpRequest", "eval("],
            reference => Assert.DoesNotContain(reference, html, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Unbalanced(html));

        JsonElement data = Data(html);
        int frames = episode.Steps + 1;
        Assert.Equal(frames, data.GetProperty("returns").GetArrayLength());
        Assert.Equal(3 * frames * data.GetProperty("bodies").GetInt32(), data.GetProperty("poses").GetArrayLength());
        Assert.Equal(data.GetProperty("bodies").GetInt32(), data.GetProperty("parents").GetArrayLength());
        Assert.Equal(episode.Return, data.GetProperty("returns")[frames - 1].GetDouble(), 1e-4);
    }

    [Fact]
    public void A_page_is_the_same_in_every_culture()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("Pendulum-v1");
        string expected = EpisodePage.Html(episode);
        CultureInfo before = CultureInfo.CurrentCulture;
        var decimalComma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        decimalComma.NumberFormat.NumberDecimalSeparator = ",";
        decimalComma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = decimalComma;
            Assert.Equal(expected, EpisodePage.Html(episode));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // The browser runs the script, and takes the style, whose digest the page names; and nothing else.
    [Fact]
    public void A_page_allows_its_own_script_and_style_alone()
    {
        string html = EpisodePage.Html(UntrainedPolicy.Episode("CartPole-v1"));
        string policy = Regex.Match(html, "content=\"(default-src[^\"]*)\"").Groups[1].Value;
        string style = Regex.Match(html, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        string script = Regex.Match(html, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Digest(style)}'; script-src 'sha256-{Digest(script)}'", policy);
        Assert.DoesNotMatch(@"<[^>]*\s(on\w+|style)=", html);
    }

    [Fact]
    public void A_long_episode_of_many_links_stays_small()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("HalfCheetah-v5");
        Assert.Equal(1000, episode.Steps);
        Assert.InRange(Encoding.UTF8.GetByteCount(EpisodePage.Html(episode)), 50_000, 500_000);
    }

    [Fact]
    public void A_page_tells_how_the_episode_went()
    {
        string whole = EpisodePage.Html(UntrainedPolicy.Episode("MountainCarContinuous-v0"));
        Assert.Contains("in 999 steps, truncated by the time limit</p>", whole);
        Assert.Contains("<dt>Seed</dt><dd>3</dd>", whole);
        Assert.Contains("<dt>Actions</dt><dd>drawn</dd>", whole);
        Assert.Contains("<dt>Policy</dt><dd>trained for 0 steps</dd>", whole);
        string part = EpisodePage.Html(UntrainedPolicy.Episode("Hopper-v5", mostSteps: 5));
        Assert.Contains("in 5 steps, cut before its end</p>", part);
        Assert.Contains("<dt>Length</dt><dd>5 steps, 0.04 s</dd>", part);
        Assert.Contains("terminated by the task</p>", EpisodePage.Html(UntrainedPolicy.Episode("CartPole-v1")));
        Assert.Contains(
            "<span class=\"limb-1\">left leg</span>",
            EpisodePage.Html(UntrainedPolicy.Episode("Walker2d-v5", mostSteps: 2)));
    }

    // No name but that of a built-in environment reaches a page; and if one did, it would be text.
    [Fact]
    public void A_name_is_no_markup()
    {
        RecordedEpisode episode = new(
            new EnvironmentSpec
            {
                Id = "</script><script>alert('x')</script>{{data}}",
                ObservationNames = ["x"],
                Actions = ActionSpace.Discrete(2),
                TimeLimit = 5,
            },
            [[0, 0, 0, 0], [0, 0, 0, 0]], [0, 1], EpisodeEnd.None)
        {
            Seed = 0,
            Deterministic = true,
            TrainedSteps = 0,
        };
        Assert.Throws<ArgumentException>(() => EpisodePage.Html(episode));
        string json = EpisodeData.Json(episode, new CartPoleScene());
        Assert.DoesNotContain("<", json);
        Assert.DoesNotContain("'", json);
        Assert.Equal(
            episode.Environment.Id, JsonDocument.Parse(json).RootElement.GetProperty("environment").GetString());
    }

    private static JsonElement Data(string html)
    {
        Match data = Regex.Match(html, "<script id=\"episode\" type=\"application/json\">(.*?)</script>");
        return JsonDocument.Parse(data.Groups[1].Value).RootElement;
    }

    private static string Digest(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Elements that are not closed, or closed and not open.
    private static List<string> Unbalanced(string html)
    {
        string markup = Regex.Replace(
            html, "(<(script|style)[^>]*>).*?(</(script|style)>)", "$1$3", RegexOptions.Singleline);
        List<string> wrong = [];
        Stack<string> open = new();
        foreach (Match tag in Tag().Matches(markup))
        {
            string name = tag.Groups[2].Value;
            if (tag.Groups[1].Length > 0)
            {
                if (!open.TryPop(out string? last) || last != name)
                {
                    wrong.Add(tag.Value);
                }
            }
            else if (!Void.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
            {
                open.Push(name);
            }
        }

        wrong.AddRange(open);
        return wrong;
    }

    [GeneratedRegex(@"<(/?)([a-z][a-z0-9]*)\b[^>]*>")]
    private static partial Regex Tag();
}
