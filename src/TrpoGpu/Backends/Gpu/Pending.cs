using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;
namespace TrpoGpu.Backends.Gpu;
#pragma warning disable
internal sealed partial class GpuBackend {
    private protected override void CopyCore(ComputeBuffer source, ComputeBuffer destination, int count) => throw new NotImplementedException();
    private protected override void AddScaledCore(ComputeBuffer x, float scale, ComputeBuffer direction, ComputeBuffer result, int count)=> throw new NotImplementedException();
    private protected override double ReadDotCore(ComputeBuffer left, ComputeBuffer right, int count)=> throw new NotImplementedException();
    private protected override void AdamStepCore(ComputeBuffer parameters, ComputeBuffer gradient, ComputeBuffer firstMoment, ComputeBuffer secondMoment, long step, AdamOptions options)=> throw new NotImplementedException();
    private protected override EnvironmentBatch CreateEnvironmentsCore(EnvironmentSpec spec, int count, ulong seed)=> throw new NotImplementedException();
    private protected override void RolloutCore(EnvironmentBatch environments, NetworkShape policy, ComputeBuffer policyParameters, NetworkShape value, ComputeBuffer valueParameters, ComputeBuffer normalization, RolloutOptions options, TrajectoryBuffers trajectories)=> throw new NotImplementedException();
    private protected override void AdvantagesCore(TrajectoryBuffers trajectories, float discount, float gaeLambda, float rewardScale, ComputeBuffer advantages, ComputeBuffer returns)=> throw new NotImplementedException();
    private protected override void StandardizeCore(ComputeBuffer values, int count)=> throw new NotImplementedException();
    private protected override (double Mean, double Variance) ReadMeanAndVarianceCore(ComputeBuffer values, int count)=> throw new NotImplementedException();
}
