using TrpoGpu.Cli.Comparing;
using TrpoGpu.Comparisons;

namespace TrpoGpu.Cli.Display;

/// <summary>Shows a grid of runs while it is made; the updates of the run under way are shown like any run's.</summary>
internal interface IGridDisplay : ITrainingDisplay
{
    /// <summary>Shows that a run begins.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="stepsTaken">Of it before.</param>
    void Begin(GridCell cell, long stepsTaken);

    /// <summary>Shows that a run is done.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="result">What it came to.</param>
    void End(GridCell cell, CellResult result);
}
