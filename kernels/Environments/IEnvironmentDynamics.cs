using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>
/// The equations of an environment as pure functions of a state value: no time limit, no reset policy, no memory.
/// Whoever steps it (a CPU vector of environments, a GPU thread, a test) owns those.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
/// <typeparam name="TState">State: a struct whose fields are all <typeparamref name="TReal"/>.</typeparam>
public interface IEnvironmentDynamics<TReal, TState>
    where TReal : unmanaged, IReal<TReal>
    where TState : unmanaged
{
    /// <summary>Identifier, sizes, limits: for the host, never called in a kernel.</summary>
    static abstract EnvironmentSpec Spec { get; }

    /// <summary>Uniform numbers that a start state uses, at most <see cref="StateUniforms{TReal}.Capacity"/>.</summary>
    static abstract int StartNumbers { get; }

    /// <summary>Columns of scratch memory that a step uses.</summary>
    static abstract int ScratchColumns { get; }

    /// <summary>The constants that a step reads: for the host, never called in a kernel.</summary>
    static abstract double[] Constants { get; }

    /// <summary>The start state for independent uniform numbers in [0, 1).</summary>
    static abstract TState Reset(in StateUniforms<TReal> uniforms);

    /// <summary>Component <paramref name="index"/> of the observation of a state.</summary>
    static abstract TReal Observation(in TState state, int index);

    /// <summary>
    /// Advances one step.
    /// </summary>
    /// <param name="state">Before: the state acted in. After: the state reached.</param>
    /// <param name="action">What the policy chose, unclipped; discrete actions as their index.</param>
    /// <param name="memory">Constants, and scratch whose contents mean nothing before and after.</param>
    /// <param name="reward">The reward of this step.</param>
    /// <param name="terminated">1 where the task ended in the state reached, else 0.</param>
    static abstract void Step<TMemory>(
        ref TState state, in ActionValues<TReal> action, TMemory memory, out TReal reward, out TReal terminated)
        where TMemory : struct, IStepMemory<TReal>;
}
