using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Rollouts;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// The equations of a built-in environment behind the interface for users' own, one environment after the other in
/// single precision, with the start states that the engine draws for a seed.
/// </summary>
internal static class WrappedEnvironments
{
    public static IVectorEnvironment Create(string id, int count, ulong seed) => id switch
    {
        "CartPole-v1" => new WrappedEnvironments<CartPoleState<Float32>, CartPole<Float32>>(count, seed),
        "Acrobot-v1" => new WrappedEnvironments<AcrobotState<Float32>, Acrobot<Float32>>(count, seed),
        "Pendulum-v1" => new WrappedEnvironments<PendulumState<Float32>, Pendulum<Float32>>(count, seed),
        "MountainCar-v0" => new WrappedEnvironments<MountainCarState<Float32>, MountainCar<Float32>>(count, seed),
        "InvertedPendulum-v5" =>
            new WrappedEnvironments<PlanarState<Float32>, InvertedPendulum<Float32, Version5>>(count, seed),
        "InvertedDoublePendulum-v5" =>
            new WrappedEnvironments<PlanarState<Float32>, InvertedDoublePendulum<Float32, Version5>>(count, seed),
        "Reacher-v5" => new WrappedEnvironments<PlanarState<Float32>, Reacher<Float32, Version5>>(count, seed),
        "Swimmer-v5" => new WrappedEnvironments<PlanarState<Float32>, Swimmer<Float32>>(count, seed),
        "Hopper-v5" => new WrappedEnvironments<PlanarState<Float32>, Hopper<Float32, Version5>>(count, seed),
        "Walker2d-v4" => new WrappedEnvironments<PlanarState<Float32>, Walker2d<Float32, Version4>>(count, seed),
        "Walker2d-v5" => new WrappedEnvironments<PlanarState<Float32>, Walker2d<Float32, Version5>>(count, seed),
        "HalfCheetah-v5" => new WrappedEnvironments<PlanarState<Float32>, HalfCheetah<Float32>>(count, seed),
        _ => new WrappedEnvironments<MountainCarState<Float32>, MountainCarContinuous<Float32>>(count, seed),
    };
}

/// <inheritdoc cref="WrappedEnvironments"/>
internal sealed class WrappedEnvironments<TState, TDynamics>(int count, ulong seed) : IVectorEnvironment
    where TState : unmanaged
    where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
{
    private const int WordsPerBlock = 4;

    private readonly TState[] states = new TState[count];
    private readonly int[] lengths = new int[count];
    private readonly ArrayStepMemory<Float32> memory = ArrayStepMemory<Float32>.For<TDynamics, TState>();
    private ulong steps;

    public EnvironmentSpec Spec => TDynamics.Spec;

    public int Count => count;

    public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations)
    {
        steps = 0;
        for (int n = 0; n < count; n++)
        {
            Start(n, step: 0);
            Observe(n, observations);
        }
    }

    public void Advance(ReadOnlySpan<float> actions, in StepResult result)
    {
        int columns = Spec.Actions.Columns;
        for (int n = 0; n < count; n++)
        {
            ActionValues<Float32> action = default;
            Span<Float32> values = MemoryMarshal.CreateSpan(
                ref Unsafe.As<ActionValues<Float32>, Float32>(ref action), ActionValues<Float32>.Capacity);
            for (int column = 0; column < columns; column++)
            {
                values[column] = new Float32(actions[(n * columns) + column]);
            }

            TDynamics.Step(ref states[n], action, memory, out Float32 reward, out Float32 terminated);
            lengths[n]++;
            result.Rewards[n] = reward.Value;
            result.Terminated[n] = terminated.Value == 1f;
            result.Truncated[n] = !result.Terminated[n] && lengths[n] == Spec.TimeLimit;
            if (result.Terminated[n] || result.Truncated[n])
            {
                Observe(n, result.FinalObservations);
                Start(n, steps + 1);
            }

            Observe(n, result.Observations);
        }

        steps++;
    }

    public void Dispose()
    {
    }

    private void Start(int n, ulong step)
    {
        lengths[n] = 0;
        StateUniforms<Float32> uniforms = default;
        Span<Float32> values = MemoryMarshal.CreateSpan(
            ref Unsafe.As<StateUniforms<Float32>, Float32>(ref uniforms), StateUniforms<Float32>.Capacity);
        for (int k = 0; k < values.Length; k++)
        {
            PhiloxBlock words = RandomStream.Draw(
                seed, RandomUse.StartState, (uint)n, step, (uint)(k / WordsPerBlock));
            uint word = (k % WordsPerBlock) switch
            {
                0 => words.X0,
                1 => words.X1,
                2 => words.X2,
                _ => words.X3,
            };
            values[k] = new Float32(Uniform.FromZero(word));
        }

        states[n] = TDynamics.Reset(uniforms);
    }

    private void Observe(int n, Span<float> observations)
    {
        int size = Spec.ObservationSize;
        for (int i = 0; i < size; i++)
        {
            observations[(n * size) + i] = TDynamics.Observation(states[n], i).Value;
        }
    }
}
