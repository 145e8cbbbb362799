using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>A rollout to compare.</summary>
/// <param name="Environment">What is stepped.</param>
/// <param name="Count">N.</param>
/// <param name="Hidden">Widths of policy and value function.</param>
/// <param name="Steps">T.</param>
internal sealed record RolloutPlan(EnvironmentSpec Environment, int Count, int[] Hidden, int Steps);
