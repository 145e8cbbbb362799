using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace TrpoGpu.Charts;

/// <summary>
/// Line charts side by side as one SVG element, for a file or inside a page. Colours follow the reader's light or dark
/// scheme; nothing is fetched.
/// </summary>
internal static class LineChart
{
    private const int PanelWidth = 360;
    private const int PanelHeight = 230;
    private const int Left = 58;
    private const int Right = 14;
    private const int Top = 30;
    private const int Bottom = 40;
    private const int LegendHeight = 24;

    // A line and the gaps around it, and a letter of a name.
    private const int LegendKey = 60;
    private const int LegendLetter = 7;
    private const int Ticks = 5;
    private const int MaxPoints = 200;

    // Colour-blind-safe hues (Okabe and Ito) of similar lightness, readable on white and on near black.
    private static readonly string[] Colours =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a7400", "#56b4e9", "#7f7f7f", "#b2182b"];

    private const string Style =
        """
        <style>
        .chart { font: 11px system-ui, sans-serif; fill: #222; }
        .chart .title { font-size: 13px; font-weight: 600; }
        .chart .grid { stroke: #8884; stroke-width: 1; }
        .chart .reference { stroke: #888; stroke-width: 1.2; stroke-dasharray: 5 4; }
        .chart .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
        .chart .band { stroke: none; opacity: .18; }
        @media (prefers-color-scheme: dark) { .chart { fill: #ddd; } }
        </style>
        """;

    /// <summary>Draws panels in rows, with one legend if they hold several names.</summary>
    /// <param name="description">What a screen reader says.</param>
    /// <param name="panels">At least one; one without a finite point is an empty pair of axes.</param>
    /// <param name="columns">Panels of a row.</param>
    internal static string Svg(string description, IReadOnlyList<ChartPanel> panels, int columns)
    {
        string[] names = [.. panels.SelectMany(p => p.Curves).Select(c => c.Name).Distinct()];
        int legend = names.Length > 1 ? LegendHeight : 0;
        int rows = (panels.Count + columns - 1) / columns;
        int width = PanelWidth * Math.Min(columns, panels.Count);
        int height = legend + (PanelHeight * rows);
        StringBuilder svg = new();
        svg.Append(
            $"<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" " +
            $"width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{Escape(description)}\">\n" +
            $"<title>{Escape(description)}</title>\n<desc>{Escape(Content(panels))}</desc>\n");
        svg.Append(Style).Append('\n');

        // As close as the longest name allows, and never wider than the picture.
        int step = Math.Min(
            LegendKey + (LegendLetter * names.Max(name => name.Length)), (width - Left) / names.Length);
        for (int k = 0; legend > 0 && k < names.Length; k++)
        {
            int x = Left + (k * step);
            svg.Append(
                $"<line x1=\"{x}\" x2=\"{x + 22}\" y1=\"12\" y2=\"12\" stroke=\"{Colour(k)}\" stroke-width=\"3\"/>" +
                $"<text x=\"{x + 28}\" y=\"16\">{Escape(names[k])}</text>\n");
        }

        for (int k = 0; k < panels.Count; k++)
        {
            (int row, int column) = Math.DivRem(k, columns);
            svg.Append($"<g transform=\"translate({PanelWidth * column} {legend + (PanelHeight * row)})\">\n");
            Draw(svg, panels[k], names);
            svg.Append("</g>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    // In words, for those who cannot see it.
    private static string Content(IReadOnlyList<ChartPanel> panels) => string.Join(' ', panels.Select(panel =>
        $"{panel.Title}: {panel.YLabel} against {panel.XLabel}, of " +
        $"{string.Join(", ", panel.Curves.Select(curve => curve.Name))}."));

    private static void Draw(StringBuilder svg, ChartPanel panel, string[] names)
    {
        double[] xs = [.. panel.Curves.SelectMany(c => c.X)];
        double[] ys =
        [
            .. panel.Curves.SelectMany(c => c.Y.Concat(c.Low ?? []).Concat(c.High ?? [])).Where(double.IsFinite),
            .. panel.Reference is double level ? [level] : Array.Empty<double>(),
        ];
        ys = ys.Length > 0 ? ys : [0];
        ChartAxis x = new(xs.Min(), xs.Max(), Left, PanelWidth - Right, Ticks, endsAtHigh: true);
        ChartAxis y = new(ys.Min(), ys.Max(), PanelHeight - Bottom, Top, Ticks);
        svg.Append($"<text class=\"title\" x=\"{Left}\" y=\"18\">{Escape(panel.Title)}</text>\n");
        foreach (double tick in y.Ticks)
        {
            svg.Append(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{PanelWidth - Right}\" y1=\"{Pixel(y[tick])}\" " +
                $"y2=\"{Pixel(y[tick])}\"/><text x=\"{Left - 6}\" y=\"{Pixel(y[tick] + 4)}\" " +
                $"text-anchor=\"end\">{y.Label(tick)}</text>\n");
        }

        foreach (double tick in x.Ticks)
        {
            svg.Append(
                $"<text x=\"{Pixel(x[tick])}\" y=\"{PanelHeight - Bottom + 15}\" " +
                $"text-anchor=\"middle\">{x.Label(tick)}</text>\n");
        }

        svg.Append(
            $"<text x=\"{(Left + PanelWidth - Right) / 2}\" y=\"{PanelHeight - 8}\" " +
            $"text-anchor=\"middle\">{Escape(panel.XLabel)}</text>" +
            $"<text transform=\"translate(13 {(Top + PanelHeight - Bottom) / 2}) rotate(-90)\" " +
            $"text-anchor=\"middle\">{Escape(panel.YLabel)}</text>\n");
        if (panel.Reference is double reference)
        {
            svg.Append(
                $"<line class=\"reference\" x1=\"{Left}\" x2=\"{PanelWidth - Right}\" y1=\"{Pixel(y[reference])}\" " +
                $"y2=\"{Pixel(y[reference])}\"/>\n");
        }

        foreach (ChartCurve curve in panel.Curves)
        {
            Draw(svg, curve, x, y, Colour(Array.IndexOf(names, curve.Name)));
        }
    }

    private static void Draw(StringBuilder svg, ChartCurve curve, ChartAxis x, ChartAxis y, string colour)
    {
        // A pixel shows no more than one point.
        int every = Math.Max(1, curve.X.Length / MaxPoints);
        int[] shown =
        [
            .. Enumerable.Range(0, curve.X.Length)
                .Where(k => (k % every == 0 || k == curve.X.Length - 1) && IsFinite(curve, k)),
        ];
        if (curve.Low is double[] low && curve.High is double[] high)
        {
            IEnumerable<string> edge = shown.Select(k => $"{Pixel(x[curve.X[k]])},{Pixel(y[high[k]])}")
                .Concat(shown.Reverse().Select(k => $"{Pixel(x[curve.X[k]])},{Pixel(y[low[k]])}"));
            svg.Append($"<polygon class=\"band\" fill=\"{colour}\" points=\"{string.Join(' ', edge)}\"/>\n");
        }

        if (shown is [int only])
        {
            // A line through one point would not be seen.
            svg.Append(
                $"<circle cx=\"{Pixel(x[curve.X[only]])}\" cy=\"{Pixel(y[curve.Y[only]])}\" r=\"3\" " +
                $"fill=\"{colour}\"/>\n");
        }

        IEnumerable<string> points = shown.Select(k => $"{Pixel(x[curve.X[k]])},{Pixel(y[curve.Y[k]])}");
        svg.Append(
            $"<polyline class=\"curve\" stroke=\"{colour}\" points=\"{string.Join(' ', points)}\">" +
            $"<title>{Escape(curve.Name)}</title></polyline>\n");
    }

    private static bool IsFinite(ChartCurve curve, int k) =>
        double.IsFinite(curve.Y[k]) && double.IsFinite(curve.Low?[k] ?? 0) && double.IsFinite(curve.High?[k] ?? 0);

    private static string Colour(int index) => Colours[index % Colours.Length];

    private static string Pixel(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
