using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using TrpoGpu.Backends;
using TrpoGpu.Rendering.Scenes;

namespace TrpoGpu.Rendering;

/// <summary>
/// An episode as one page of HTML that plays it: style, script and data inside, and a policy that lets the browser
/// load nothing else and run nothing but this very script.
/// </summary>
public static partial class EpisodePage
{
    private static readonly string Template = Resource("page.html");
    private static readonly string Style = Resource("page.css");
    private static readonly string Script =
        Resource("geometry.js") + Resource("stage.js") + Resource("curve.js") + Resource("player.js");

    /// <summary>The page; the same episode gives the same characters.</summary>
    public static string Html(RecordedEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        Scene scene = SceneCatalog.For(episode.Environment.Id);
        Dictionary<string, string> parts = new()
        {
            ["style-hash"] = Hash(Style),
            ["script-hash"] = Hash(Script),
            ["environment"] = Encoded(episode.Environment.Id),
            ["summary"] = Encoded(Summary(episode)),
            ["facts"] = string.Concat(Facts(episode).Select(
                fact => $"<div><dt>{Encoded(fact.Name)}</dt><dd>{Encoded(fact.Text)}</dd></div>\n")),
            ["end"] = Encoded(EndText(episode)),
            ["backdrop"] = EpisodeData.Name(scene.Backdrop),
            ["limbs"] = string.Concat(scene.Limbs.Select(
                (limb, k) => $"<span class=\"limb-{k}\">{Encoded(limb)}</span>\n")),
            ["style"] = Style,
            ["script"] = Script,
            ["data"] = EpisodeData.Json(episode, scene),
        };
        return Placeholder().Replace(Template, match => parts[match.Groups[1].Value]);
    }

    /// <summary>Return, length and end in a sentence.</summary>
    internal static string Summary(RecordedEpisode episode) =>
        Text($"return {episode.Return:0.0##} in {episode.Steps} steps, {EndText(episode)}");

    private static IEnumerable<(string Name, string Text)> Facts(RecordedEpisode episode)
    {
        yield return ("Return", Text($"{episode.Return:0.0##}"));
        yield return ("Length", episode.Environment.StepSeconds is double seconds
            ? Text($"{episode.Steps} steps, {seconds * episode.Steps:0.0#} s")
            : Text($"{episode.Steps} steps"));
        yield return ("End", EndText(episode));
        yield return ("Actions", episode.Deterministic ? "most likely" : "drawn");
        yield return ("Seed", Text($"{episode.Seed}"));
        yield return ("Policy", Text($"trained for {episode.TrainedSteps:N0} steps"));
    }

    private static string EndText(RecordedEpisode episode) => episode.End switch
    {
        EpisodeEnd.Terminated => "terminated by the task",
        EpisodeEnd.Truncated => "truncated by the time limit",
        _ => "cut before its end",
    };

    // A page has the same characters in every culture.
    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using Stream stream = typeof(EpisodePage).Assembly.GetManifestResourceStream($"Rendering/{name}")
            ?? throw new InvalidOperationException($"The library was built without {name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();
}
