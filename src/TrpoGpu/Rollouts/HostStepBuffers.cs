using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Rollouts;

/// <summary>
/// The host's and the backend's memory for one step of N environments, and the checks on what it holds.
/// </summary>
internal sealed class HostStepBuffers(ComputeBackend backend, int count, int observationSize, int actionColumns)
    : IDisposable
{
    private readonly double[] blockMeans = new double[observationSize + 1];
    private readonly double[] blockSquaredDeviations = new double[observationSize + 1];

    internal float[] Observations { get; } = new float[count * observationSize];

    internal float[] FinalObservations { get; } = new float[count * observationSize];

    internal float[] Normalized { get; } = new float[count * observationSize];

    internal float[] Normalization { get; } = new float[2 * observationSize];

    internal float[] Actions { get; } = new float[count * actionColumns];

    internal float[] LogProbabilities { get; } = new float[count];

    internal float[] Values { get; } = new float[count];

    internal float[] FinalValues { get; } = new float[count];

    internal float[] Rewards { get; } = new float[count];

    internal float[] Ends { get; } = new float[count];

    internal float[] EndedReturns { get; } = new float[count];

    internal float[] EndedLengths { get; } = new float[count];

    internal bool[] Terminated { get; } = new bool[count];

    internal bool[] Truncated { get; } = new bool[count];

    internal ComputeBuffer DeviceObservations { get; } = backend.Allocate(count * observationSize);

    internal ComputeBuffer DeviceActions { get; } = backend.Allocate(count * actionColumns);

    internal ComputeBuffer DeviceLogProbabilities { get; } = backend.Allocate(count);

    internal ComputeBuffer DeviceValues { get; } = backend.Allocate(count);

    public void Dispose()
    {
        DeviceObservations.Dispose();
        DeviceActions.Dispose();
        DeviceLogProbabilities.Dispose();
        DeviceValues.Dispose();
    }

    /// <summary>clip((o - shift) * scale), kept here and copied to the backend.</summary>
    internal void Normalize(float[] observations, float clip)
    {
        for (int k = 0; k < observations.Length; k++)
        {
            int component = k % observationSize;
            float normalized =
                (observations[k] - Normalization[component]) * Normalization[observationSize + component];
            Normalized[k] = Math.Clamp(normalized, -clip, clip);
        }

        DeviceObservations.Write(Normalized);
    }

    /// <summary>Values the final observations of the truncated episodes.</summary>
    internal void ValueTruncated(
        ComputeBackend backend, NetworkWorkspace workspace, ComputeBuffer parameters, float clip)
    {
        for (int n = 0; n < count; n++)
        {
            if (!Truncated[n])
            {
                // Unset rows are NaN; a number keeps them out of the network.
                FinalObservations.AsSpan(n * observationSize, observationSize).Clear();
            }
        }

        Normalize(FinalObservations, clip);
        backend.Forward(workspace, parameters, DeviceObservations, count, DeviceValues);
        DeviceValues.Read(FinalValues);
        for (int n = 0; n < count; n++)
        {
            FinalValues[n] = Truncated[n] ? FinalValues[n] : 0;
        }
    }

    /// <summary>Takes the moments of the observations acted in, before the step replaces them.</summary>
    internal void SumObservations()
    {
        for (int component = 0; component < observationSize; component++)
        {
            Sum(component, discountedReturns: default);
        }
    }

    /// <summary>Adds the step to the rollout's moments: its observations and the running returns after it.</summary>
    internal void MergeMoments(ReadOnlySpan<double> discountedReturns, RunningMoments moments)
    {
        Sum(observationSize, discountedReturns);
        moments.Merge(count, blockMeans, blockSquaredDeviations);
    }

    internal void CheckRewards(long step)
    {
        for (int n = 0; n < count; n++)
        {
            if (!float.IsFinite(Rewards[n]))
            {
                throw new EnvironmentContractException(
                    n, step, $"the reward is {Rewards[n]}, expected a finite number");
            }

            if (Terminated[n] && Truncated[n])
            {
                // Both at once: the task's own end counts.
                Truncated[n] = false;
            }
        }
    }

    internal void CheckObservations(float[] observations, long step, bool onlyWhereEnded)
    {
        for (int n = 0; n < count; n++)
        {
            if (onlyWhereEnded && !Truncated[n])
            {
                continue;
            }

            int bad = observations.AsSpan(n * observationSize, observationSize).IndexOfAnyExceptInRange(
                float.MinValue, float.MaxValue);
            if (bad >= 0)
            {
                string which = onlyWhereEnded ? "final observation" : "observation";
                throw new EnvironmentContractException(
                    n, step,
                    $"component {bad} of the {which} is {observations[(n * observationSize) + bad]} or was not set, " +
                    $"expected {observationSize} finite numbers");
            }
        }
    }

    private void Sum(int component, ReadOnlySpan<double> discountedReturns)
    {
        double sum = 0;
        for (int n = 0; n < count; n++)
        {
            sum += Component(discountedReturns, n, component);
        }

        double mean = sum / count;
        double squares = 0;
        for (int n = 0; n < count; n++)
        {
            double deviation = Component(discountedReturns, n, component) - mean;
            squares += deviation * deviation;
        }

        blockMeans[component] = mean;
        blockSquaredDeviations[component] = squares;
    }

    private double Component(ReadOnlySpan<double> discountedReturns, int n, int component) =>
        component < observationSize ? Observations[(n * observationSize) + component] : (float)discountedReturns[n];
}
