using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Rollouts;

/// <summary>
/// Shifts and scales observations to mean zero and variance one as far as seen. What the networks see is frozen by
/// <see cref="Freeze"/>, from the first step of a rollout to the end of its update.
/// </summary>
public sealed class ObservationNormalizer
{
    private readonly bool enabled;
    private readonly float[] shiftAndScale;

    /// <summary>Starts with no samples: observations pass unchanged until some have been seen.</summary>
    /// <param name="observationSize">I.</param>
    /// <param name="enabled">Whether to normalise at all; statistics are kept either way.</param>
    public ObservationNormalizer(int observationSize, bool enabled)
    {
        this.enabled = enabled;
        Moments = new RunningMoments(observationSize);
        shiftAndScale = new float[2 * observationSize];
        Array.Fill(shiftAndScale, 1f, observationSize, observationSize);
    }

    /// <summary>Mean and variance of each component so far.</summary>
    public RunningMoments Moments { get; }

    /// <summary>[2,I] as the networks see it: shifts, then scales.</summary>
    public ReadOnlySpan<float> ShiftAndScale => shiftAndScale;

    /// <summary>Takes the moments so far as the normalisation from here on, and copies it to the backend.</summary>
    /// <param name="normalization">[2,I] write.</param>
    public void Freeze(ComputeBuffer normalization)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        int size = shiftAndScale.Length / 2;
        for (int k = 0; enabled && k < size; k++)
        {
            shiftAndScale[k] = (float)Moments.Means[k];
            shiftAndScale[size + k] = Moments.Scale(k);
        }

        normalization.Write(shiftAndScale);
    }
}
