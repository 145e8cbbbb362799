namespace TrpoGpu.Cli;

/// <summary>What the process returns: stable, for scripts.</summary>
internal static class ExitCode
{
    internal const int Done = 0;
    internal const int InternalError = 1;
    internal const int Usage = 2;
    internal const int EnvironmentContract = 3;
    internal const int DeviceUnavailable = 4;
    internal const int Diverged = 5;
    internal const int InvalidFile = 6;
    internal const int OutsideTolerance = 7;
    internal const int Interrupted = 130;
}
