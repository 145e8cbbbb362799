namespace TrpoGpu.Charts;

/// <summary>A curve, with the band around it if it has one.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">[n] ascending.</param>
/// <param name="Y">[n]; values that are not finite are left out.</param>
/// <param name="Low">[n] lower edge of the band; null for none.</param>
/// <param name="High">[n] upper edge.</param>
internal sealed record ChartCurve(string Name, double[] X, double[] Y, double[]? Low = null, double[]? High = null);

/// <summary>One pair of axes with its curves.</summary>
/// <param name="Title">Above it.</param>
/// <param name="XLabel">What the horizontal axis counts.</param>
/// <param name="YLabel">What the vertical axis shows.</param>
/// <param name="Curves">At least one.</param>
/// <param name="Reference">Height of a dashed line to compare with; null for none.</param>
internal sealed record ChartPanel(
    string Title, string XLabel, string YLabel, ChartCurve[] Curves, double? Reference = null);
