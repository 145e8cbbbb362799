using System;
using System.Collections.Generic;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Backends.Reference;

/// <summary>N copies of an environment in double precision.</summary>
internal abstract class ReferenceEnvironments : EnvironmentBatch
{
    // [I+1] of all rows of the last rollout: observation components, then the running discounted return.
    private readonly List<double>[] samples;

    private protected ReferenceEnvironments(ComputeBackend owner, EnvironmentSpec spec, int count, ulong seed)
        : base(owner, spec, count, seed)
    {
        EpisodeLengths = new int[count];
        EpisodeReturns = new double[count];
        DiscountedReturns = new double[count];
        samples = new List<double>[spec.ObservationSize + 1];
        ForgetSamples();
    }

    /// <summary>[N] steps of the current episode.</summary>
    public int[] EpisodeLengths { get; }

    /// <summary>[N] return of the current episode.</summary>
    public double[] EpisodeReturns { get; }

    /// <summary>[N] running discounted return of the current episode.</summary>
    public double[] DiscountedReturns { get; }

    public override int StateLength => Count * (State(0).Length + ClockNumbers);

    /// <summary>N copies of a built-in environment in start states.</summary>
    public static ReferenceEnvironments Create(
        ComputeBackend owner, EnvironmentSpec spec, int count, ulong seed) =>
        spec.Id switch
        {
            "CartPole-v1" => new ReferenceEnvironments<CartPole<Float64>, CartPoleState<Float64>>(
                owner, count, seed),
            "Acrobot-v1" => new ReferenceEnvironments<Acrobot<Float64>, AcrobotState<Float64>>(
                owner, count, seed),
            "Pendulum-v1" => new ReferenceEnvironments<Pendulum<Float64>, PendulumState<Float64>>(
                owner, count, seed),
            "MountainCar-v0" =>
                new ReferenceEnvironments<MountainCar<Float64>, MountainCarState<Float64>>(
                    owner, count, seed),
            "MountainCarContinuous-v0" =>
                new ReferenceEnvironments<MountainCarContinuous<Float64>, MountainCarState<Float64>>(
                    owner, count, seed),
            "InvertedPendulum-v5" => Planar<InvertedPendulum<Float64, Version5>>(owner, count, seed),
            "InvertedDoublePendulum-v5" => Planar<InvertedDoublePendulum<Float64, Version5>>(owner, count, seed),
            "Reacher-v5" => Planar<Reacher<Float64, Version5>>(owner, count, seed),
            "Swimmer-v5" => Planar<Swimmer<Float64>>(owner, count, seed),
            "Hopper-v5" => Planar<Hopper<Float64, Version5>>(owner, count, seed),
            "Walker2d-v5" => Planar<Walker2d<Float64, Version5>>(owner, count, seed),
            "HalfCheetah-v5" => Planar<HalfCheetah<Float64>>(owner, count, seed),
            "InvertedPendulum-v4" => Planar<InvertedPendulum<Float64, Version4>>(owner, count, seed),
            "InvertedDoublePendulum-v4" => Planar<InvertedDoublePendulum<Float64, Version4>>(owner, count, seed),
            "Reacher-v4" => Planar<Reacher<Float64, Version4>>(owner, count, seed),
            "Hopper-v4" => Planar<Hopper<Float64, Version4>>(owner, count, seed),
            "Walker2d-v4" => Planar<Walker2d<Float64, Version4>>(owner, count, seed),
            _ => throw new ArgumentException(
                $"CreateEnvironments: the reference has no dynamics for '{spec.Id}'."),
        };

    private static ReferenceEnvironments<TDynamics, PlanarState<Float64>> Planar<TDynamics>(
        ComputeBackend owner, int count, ulong seed)
        where TDynamics : IEnvironmentDynamics<Float64, PlanarState<Float64>> => new(owner, count, seed);

    /// <summary>The components of the state of environment n: writing to them changes it.</summary>
    public abstract Span<double> State(int n);

    /// <summary>[I] the raw observation of environment n.</summary>
    public abstract double[] Observe(int n);

    /// <summary>Steps environment n: reward, and whether the task ended.</summary>
    public abstract (double Reward, bool Terminated) Advance(int n, ReadOnlySpan<double> action);

    /// <summary>Puts environment n into the start state that is drawn at a step.</summary>
    public abstract void Reset(int n, ulong step);

    /// <summary>Starts the samples of a rollout.</summary>
    public void ForgetSamples()
    {
        for (int k = 0; k < samples.Length; k++)
        {
            samples[k] = [];
        }
    }

    /// <summary>Adds a row to the samples of the rollout.</summary>
    public void AddSample(double[] observation, double discountedReturn)
    {
        for (int k = 0; k < observation.Length; k++)
        {
            samples[k].Add(observation[k]);
        }

        samples[^1].Add(discountedReturn);
    }

    /// <summary>Counts a step of every environment.</summary>
    public void CountStep() => StepsTaken++;

    public override void ReadState(Span<double> destination)
    {
        CheckLength(destination.Length);
        int k = 0;
        for (int n = 0; n < Count; n++)
        {
            foreach (double component in State(n))
            {
                destination[k++] = component;
            }

            destination[k++] = EpisodeLengths[n];
            destination[k++] = EpisodeReturns[n];
            destination[k++] = DiscountedReturns[n];
        }
    }

    public override void WriteState(ReadOnlySpan<double> source, long stepsTaken)
    {
        CheckLength(source.Length);
        int k = 0;
        for (int n = 0; n < Count; n++)
        {
            foreach (ref double component in State(n))
            {
                component = source[k++];
            }

            EpisodeLengths[n] = (int)source[k++];
            EpisodeReturns[n] = source[k++];
            DiscountedReturns[n] = source[k++];
        }

        StepsTaken = stepsTaken;
    }

    public override void ReadMoments(Span<double> means, Span<double> squaredDeviations)
    {
        for (int k = 0; k < samples.Length; k++)
        {
            double sum = 0;
            foreach (double sample in samples[k])
            {
                sum += sample;
            }

            double mean = samples[k].Count == 0 ? 0 : sum / samples[k].Count;
            double squares = 0;
            foreach (double sample in samples[k])
            {
                squares += (sample - mean) * (sample - mean);
            }

            means[k] = mean;
            squaredDeviations[k] = squares;
        }
    }

    public override void Dispose()
    {
    }

    private void CheckLength(int length)
    {
        if (length != StateLength)
        {
            throw new ArgumentException(
                $"{Spec.Id}: a state of {length} numbers, expected {StateLength} for N = {Count}.");
        }
    }
}
