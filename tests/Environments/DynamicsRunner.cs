using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Tests.Environments;

/// <summary>Steps an environment whose state is an array, in order of its fields.</summary>
internal abstract class DynamicsRunner<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    public abstract EnvironmentSpec Spec { get; }

    public abstract TReal[] Reset(ReadOnlySpan<double> uniforms);

    public abstract TReal[] Observe(TReal[] state);

    /// <summary>Advances the state in place.</summary>
    public abstract (TReal Reward, TReal Terminated) Step(TReal[] state, TReal action);
}

/// <inheritdoc cref="DynamicsRunner{TReal}"/>
internal sealed class DynamicsRunner<TReal, TState, TDynamics> : DynamicsRunner<TReal>
    where TReal : unmanaged, IReal<TReal>
    where TState : unmanaged
    where TDynamics : struct, IEnvironmentDynamics<TReal, TState>
{
    private readonly ArrayStepMemory<TReal> memory = ArrayStepMemory<TReal>.For<TDynamics, TState>();

    public override EnvironmentSpec Spec => TDynamics.Spec;

    public override TReal[] Reset(ReadOnlySpan<double> uniforms)
    {
        StateUniforms<TReal> numbers = default;
        Span<TReal> columns = MemoryMarshal.CreateSpan(
            ref Unsafe.As<StateUniforms<TReal>, TReal>(ref numbers), StateUniforms<TReal>.Capacity);
        for (int i = 0; i < uniforms.Length; i++)
        {
            columns[i] = TReal.Constant(uniforms[i]);
        }

        TState state = TDynamics.Reset(numbers);
        return Fields(ref state).ToArray();
    }

    public override TReal[] Observe(TReal[] state)
    {
        TState current = MemoryMarshal.Cast<TReal, TState>(state)[0];
        TReal[] observation = new TReal[Spec.ObservationSize];
        for (int i = 0; i < observation.Length; i++)
        {
            observation[i] = TDynamics.Observation(current, i);
        }

        return observation;
    }

    public override (TReal Reward, TReal Terminated) Step(TReal[] state, TReal action)
    {
        ActionValues<TReal> actions = default;
        actions.A0 = action;
        ref TState current = ref MemoryMarshal.Cast<TReal, TState>(state.AsSpan())[0];
        TDynamics.Step(ref current, actions, memory, out TReal reward, out TReal terminated);
        return (reward, terminated);
    }

    private static Span<TReal> Fields(ref TState state) =>
        MemoryMarshal.Cast<TState, TReal>(MemoryMarshal.CreateSpan(ref state, 1));
}
