using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// What a step of an environment computes with beyond its state: constants of the task, the same for all
/// environments, and columns of scratch memory of its own. Nothing in the scratch outlives a step.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public interface IStepMemory<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>A column of the scratch, counted from zero.</summary>
    TReal this[int column] { get; set; }

    /// <summary>A constant, in every lane.</summary>
    TReal Constant(int index);
}
