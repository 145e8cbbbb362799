using ILGPU;
using TrpoGpu.Kernels.Distributions;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>How a rollout observes and acts.</summary>
public struct RolloutSettings
{
    /// <summary>I.</summary>
    public int Inputs;

    /// <summary>1 for the most likely actions, 0 for drawn ones.</summary>
    public int Deterministic;

    /// <summary>Steps for which noise is held.</summary>
    public int NoiseHoldSteps;

    /// <summary>Largest magnitude of a normalised observation.</summary>
    public float ObservationClip;

    /// <summary>gamma of the running discounted returns.</summary>
    public float Discount;

    /// <summary>Neighbours that share the noise of the first of them, on all steps but the first.</summary>
    public int BranchCopies;

    /// <summary>1 where environment n takes action n mod BranchCopies on the first step, 0 where it is drawn.</summary>
    public int EnumerateFirstAction;

    /// <summary>Steps taken before this rollout.</summary>
    public ulong FirstStep;

    /// <summary>Sizes of the policy's distribution.</summary>
    public DistributionSize Size;

    /// <summary>[2,I] shifts, then scales.</summary>
    public ArrayView<float> Normalization;
}
