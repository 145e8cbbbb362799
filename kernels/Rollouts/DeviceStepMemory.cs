using System.Runtime.CompilerServices;
using ILGPU;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// What a step of one environment computes with, in device memory: the scratch columns of neighbouring environments
/// are neighbours.
/// </summary>
/// <param name="constants">Of the task.</param>
/// <param name="scratch">[columns,N].</param>
/// <param name="environment">n.</param>
/// <param name="count">N.</param>
public readonly struct DeviceStepMemory(
    ArrayView<float> constants, ArrayView<float> scratch, int environment, int count) : IStepMemory<Float32>
{
    private readonly ArrayView<float> constants = constants;
    private readonly ArrayView<float> scratch = scratch;
    private readonly int environment = environment;
    private readonly int count = count;

    /// <inheritdoc/>
    public Float32 this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(scratch[(column * count) + environment]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => scratch[(column * count) + environment] = value.Value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Float32 Constant(int index) => new(constants[index]);
}
