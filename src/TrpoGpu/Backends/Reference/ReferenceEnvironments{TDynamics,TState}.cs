using System;
using System.Runtime.InteropServices;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Reference;

/// <summary>The states of N environments, stepped by the shared equations in double precision.</summary>
internal sealed class ReferenceEnvironments<TDynamics, TState> : ReferenceEnvironments
    where TState : unmanaged
    where TDynamics : IEnvironmentDynamics<Float64, TState>
{
    private const int WordsPerBlock = 4;

    private readonly TState[] states;
    private readonly ArrayStepMemory<Float64> memory = ArrayStepMemory<Float64>.For<TDynamics, TState>();

    public ReferenceEnvironments(ComputeBackend owner, int count, ulong seed)
        : base(owner, TDynamics.Spec, count, seed)
    {
        states = new TState[count];
        for (int n = 0; n < count; n++)
        {
            Reset(n, step: 0);
        }
    }

    public override Span<double> State(int n) => Numbers(ref states[n]);

    public override double[] Observe(int n)
    {
        double[] observation = new double[Spec.ObservationSize];
        for (int i = 0; i < observation.Length; i++)
        {
            observation[i] = TDynamics.Observation(states[n], i).Value;
        }

        return observation;
    }

    public override (double Reward, bool Terminated) Advance(int n, ReadOnlySpan<double> action)
    {
        ActionValues<Float64> values = default;
        action.CopyTo(Numbers(ref values));
        TDynamics.Step(ref states[n], values, memory, out Float64 reward, out Float64 terminated);
        return (reward.Value, terminated.Value != 0);
    }

    public override void Reset(int n, ulong step)
    {
        StateUniforms<Float64> uniforms = default;
        Span<double> numbers = Numbers(ref uniforms);
        for (int k = 0; k < numbers.Length; k += WordsPerBlock)
        {
            PhiloxBlock words = RandomStream.Draw(
                Seed, RandomUse.StartState, (uint)n, step, (uint)(k / WordsPerBlock));
            numbers[k] = Uniform.FromZero(words.X0);
            numbers[k + 1] = Uniform.FromZero(words.X1);
            numbers[k + 2] = Uniform.FromZero(words.X2);
            numbers[k + 3] = Uniform.FromZero(words.X3);
        }

        states[n] = TDynamics.Reset(uniforms);
    }

    // The fields of a struct of doubles, in their order.
    private static Span<double> Numbers<T>(ref T fields)
        where T : unmanaged =>
        MemoryMarshal.Cast<T, double>(new Span<T>(ref fields));
}
