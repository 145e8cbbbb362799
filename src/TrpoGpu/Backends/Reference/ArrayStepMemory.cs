using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Reference;

/// <summary>What a step of one environment computes with, in arrays.</summary>
/// <param name="constants">Of the task.</param>
/// <param name="scratch">Columns.</param>
internal readonly struct ArrayStepMemory<TReal>(TReal[] constants, TReal[] scratch) : IStepMemory<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <inheritdoc/>
    public TReal this[int column]
    {
        get => scratch[column];
        set => scratch[column] = value;
    }

    /// <inheritdoc/>
    public TReal Constant(int index) => constants[index];

    /// <summary>Memory for the steps of an environment.</summary>
    internal static ArrayStepMemory<TReal> For<TDynamics, TState>()
        where TState : unmanaged
        where TDynamics : IEnvironmentDynamics<TReal, TState> =>
        new(Array.ConvertAll(TDynamics.Constants, TReal.Constant), new TReal[TDynamics.ScratchColumns]);
}
