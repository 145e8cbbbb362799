using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <content>Environments stepped by a policy.</content>
public sealed partial class CpuBackend
{
    private protected override EnvironmentBatch CreateEnvironmentsCore(EnvironmentSpec spec, int count, ulong seed) =>
        throw new NotSupportedException("CpuBackend: the environments are not there yet.");

    private protected override void RolloutCore(
        EnvironmentBatch environments, NetworkShape policy, ComputeBuffer policyParameters, NetworkShape value,
        ComputeBuffer valueParameters, ComputeBuffer normalization, RolloutOptions options,
        TrajectoryBuffers trajectories) =>
        throw new NotSupportedException("CpuBackend: the environments are not there yet.");

    private protected override void SampleCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        NoiseKey noise, ComputeBuffer actions, ComputeBuffer logProbabilities) =>
        throw new NotSupportedException("CpuBackend: the random numbers are not there yet.");
}
