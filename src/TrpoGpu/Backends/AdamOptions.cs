namespace TrpoGpu.Backends;

/// <summary>Settings of Adam.</summary>
/// <param name="LearningRate">Step length, in units of the parameters.</param>
/// <param name="FirstDecay">Decay rate of the mean of gradients.</param>
/// <param name="SecondDecay">Decay rate of the mean of squared gradients.</param>
/// <param name="Floor">Added to the root of the second moment: Adam's epsilon.</param>
public readonly record struct AdamOptions(
    float LearningRate, float FirstDecay = 0.9f, float SecondDecay = 0.999f, float Floor = 1e-8f);
