namespace TrpoGpu.Algorithms;

/// <summary>Settings of updates that pass over a batch with minibatches.</summary>
/// <param name="Passes">The most passes over the batch.</param>
/// <param name="Rows">Rows of one step; the last of a pass may have fewer.</param>
/// <param name="LearningRate">Of Adam.</param>
/// <param name="EntropyBonus">Factor on the mean entropy, which is maximised besides.</param>
public readonly record struct MinibatchOptions(int Passes, int Rows, float LearningRate, float EntropyBonus);
