namespace TrpoGpu.GpuCheck.Measurement;

/// <summary>Speed of a training, end to end.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Environment">Its identifier.</param>
/// <param name="Environments">N.</param>
/// <param name="Steps">T.</param>
/// <param name="StepsPerSecond">Environment steps a second over all iterations timed.</param>
/// <param name="RolloutShare">Of the time.</param>
/// <param name="UpdateShare">Of the time, with the estimation of advantages.</param>
/// <param name="CriticShare">Of the time.</param>
/// <param name="Iterations">That were timed.</param>
/// <param name="ReturnMean">Mean return of the episodes that ended in the last one.</param>
internal sealed record TrainingLine(
    string Name, string Environment, int Environments, int Steps, double StepsPerSecond, double RolloutShare,
    double UpdateShare, double CriticShare, int Iterations, double ReturnMean);
