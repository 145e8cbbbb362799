namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Time of a Fisher product with one choice of its launch.</summary>
/// <param name="Subject">Widths and rows.</param>
/// <param name="Group">Threads of a group; null as the engine chooses.</param>
/// <param name="GroupsPerMultiprocessor">Of the grid.</param>
/// <param name="RunTiles">Tiles whose sums stay in registers.</param>
/// <param name="Seconds">Of a product, the median.</param>
/// <param name="IsDefault">Whether it is what the engine chooses.</param>
internal sealed record SweepPoint(
    string Subject, int? Group, int GroupsPerMultiprocessor, int RunTiles, double Seconds, bool IsDefault);
