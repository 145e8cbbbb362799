using System.Globalization;
using System.IO;
using System.Linq;
using TrpoGpu.Benchmarks.Measuring;
using TrpoGpu.Benchmarks.Verification;

namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>What a comparison found, for people: Markdown, so that it can be committed as it is.</summary>
/// <param name="rounds">Turns of each.</param>
/// <param name="bars">What the project asks for.</param>
internal sealed class ComparisonTables(int rounds, Bar[] bars)
{
    /// <summary>Peers, explanation, table, ratios of our own, verdicts.</summary>
    public string Text(ComparisonResult result)
    {
        using StringWriter text = new() { NewLine = "\n" };
        foreach (IGrouping<string, PeerFacts> peer in result.Peers.GroupBy(facts => $"{facts.Name}, {facts.Blas}"))
        {
            text.WriteLine(
                $"- peer: {peer.Key}: {Number(peer.Max(facts => facts.Gigaflops), "0")} GFLOP/s on a product of " +
                "4096x256 and 256x256");
        }

        foreach (string omission in result.Omissions.Distinct())
        {
            text.WriteLine($"- {omission}");
        }

        text.WriteLine();
        WriteExplanation(result, text);
        text.WriteLine();
        text.Write(Table(result));
        if (result.Own.Count > 0)
        {
            text.WriteLine();
            text.WriteLine("Our own operations beside each other:");
            text.WriteLine();
            text.Write(OwnTable(result));
        }

        text.WriteLine();
        text.WriteLine("What the project asks for:");
        text.WriteLine();
        foreach (Bar bar in bars)
        {
            text.WriteLine($"- {bar}");
        }

        return text.ToString();
    }

    private void WriteExplanation(ComparisonResult result, TextWriter text)
    {
        string each = rounds == 1 ? "One round" : $"Medians of {rounds} rounds";
        text.WriteLine(result.Peers.Count == 0
            ? $"{each}, in each of which every operation had its turn. What was timed had been verified."
            : $"""
              {each}, in each of which ours had a turn and then every peer had its own; the last column is the
              median of the ratios of these pairs. Both sides are verified before they are timed.
              """.ReplaceLineEndings("\n"));
        text.WriteLine(
            "The peak of fused multiply-adds, measured before every turn of ours, was " +
            $"{Number(result.PeakGigaflops, "0")} GFLOP/s.");
        text.WriteLine(
            """

            An fvp is a Fisher-vector product; an update is gradient, ten conjugate-gradient iterations and line
            search; update_tenth takes the Fisher matrix of one row in ten; ppo is ten epochs of gradient and Adam over
            the whole batch, ours without the clip, which costs nothing.
            """.ReplaceLineEndings("\n"));
    }

    private static TextTable Table(ComparisonResult result)
    {
        string[] own = ["network", " rows", "operation", " ours ms", " of peak"];
        TextTable table = new(
            result.Peers.Count == 0 ? own : [.. own, "peer", "BLAS", " its ms", " times as fast"]);
        foreach (ComparisonRow row in result.Rows)
        {
            string[] ours =
            [
                $"{row.Network.WidthText} {row.Network.Shape.Head.Kind}", $"{row.Network.Rows}",
                row.Ours.Operation.Name, Number(1e3 * row.Ours.MedianSeconds, "#,0.000"),
                Number(row.Ours.PeakShare, "0%"),
            ];
            table.Add(result.Peers.Count == 0 ? ours : [.. ours, .. Theirs(row.Peer)]);
        }

        return table;
    }

    private static string[] Theirs(PeerTiming? peer) => peer is null
        ? ["-", "-", "-", "-"]
        : [peer.Variant, peer.Blas, Number(1e3 * peer.Seconds, "#,0.000"), Number(peer.Ratio, "0.0")];

    private static TextTable OwnTable(ComparisonResult result)
    {
        TextTable table = new("network", " rows", "operation", "as a multiple of", " ratio");
        foreach (OwnRatio own in result.Own)
        {
            table.Add(
                $"{own.Network.WidthText} {own.Network.Shape.Head.Kind}", $"{own.Network.Rows}", own.Name, own.Unit,
                Number(own.Ratio, "0.00"));
        }

        return table;
    }

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
