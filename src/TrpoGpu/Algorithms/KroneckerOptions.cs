namespace TrpoGpu.Algorithms;

/// <summary>Settings of the update by Kronecker factors.</summary>
/// <param name="Damping">Shared between the two factors of every layer.</param>
/// <param name="MaxKl">The KL of a step by the model of the factors, which what it measures may exceed.</param>
/// <param name="LargestStep">The most that the direction is multiplied with.</param>
/// <param name="Decay">Of the running averages of the factors: 0 for those of the batch alone.</param>
/// <param name="FisherRowStride">1 averages the factors over all rows, k over one in k.</param>
public readonly record struct KroneckerOptions(
    float Damping, double MaxKl, double LargestStep, double Decay, int FisherRowStride);
