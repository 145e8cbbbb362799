namespace TrpoGpu.Algorithms.Solvers;

/// <summary>When a step is short enough.</summary>
/// <param name="MaxKl">The bound on mean KL(old, new).</param>
/// <param name="BacktrackRatio">Each trial is this fraction of the one before, in (0, 1).</param>
/// <param name="MaxBacktracks">Trials after the first.</param>
/// <param name="AcceptRatio">The share of the predicted improvement that must be reached; 0 asks for any
/// improvement.</param>
/// <param name="KlSlack">Factor on the bound while searching; 1 enforces it.</param>
public readonly record struct LineSearchOptions(
    double MaxKl, double BacktrackRatio = 0.8, int MaxBacktracks = 9, double AcceptRatio = 0, double KlSlack = 1);
