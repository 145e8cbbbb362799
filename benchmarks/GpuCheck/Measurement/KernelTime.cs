namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Time of one kernel in an update of which every launch was waited for.</summary>
/// <param name="Subject">Widths and rows.</param>
/// <param name="Kernel">Its name.</param>
/// <param name="Launches">In one update.</param>
/// <param name="Seconds">Of all its launches, with what the host did before each.</param>
/// <param name="Share">Of the update.</param>
internal sealed record KernelTime(
    string Subject, string Kernel, int Launches, double Seconds, double Share);
