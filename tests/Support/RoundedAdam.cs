using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A step of Adam from float32 numbers, in numbers that carry the most by which a float32 backend may differ: some ulp,
/// for nothing is summed over rows.
/// </summary>
internal sealed class RoundedAdam
{
    /// <summary>Takes the step.</summary>
    /// <param name="options">Learning rate and decay rates.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="parameters">[P] before it.</param>
    /// <param name="gradient">[P].</param>
    /// <param name="firstMoment">[P] before it.</param>
    /// <param name="secondMoment">[P] before it.</param>
    public RoundedAdam(
        in AdamOptions options, int step, float[] parameters, float[] gradient, float[] firstMoment,
        float[] secondMoment)
    {
        Rounded firstGain = Rounded.Constant(1.0 - options.FirstDecay);
        Rounded secondGain = Rounded.Constant(1.0 - options.SecondDecay);
        Rounded firstCorrection = Rounded.Constant(1 / (1 - Math.Pow(options.FirstDecay, step)));
        Rounded secondCorrection = Rounded.Constant(1 / (1 - Math.Pow(options.SecondDecay, step)));
        FirstMoment = new Rounded[parameters.Length];
        SecondMoment = new Rounded[parameters.Length];
        Parameters = new Rounded[parameters.Length];
        for (int k = 0; k < parameters.Length; k++)
        {
            Rounded g = gradient[k];
            FirstMoment[k] = ((Rounded)options.FirstDecay * firstMoment[k]) + (firstGain * g);
            SecondMoment[k] = ((Rounded)options.SecondDecay * secondMoment[k]) + (secondGain * (g * g));
            Rounded length = FirstMoment[k] * firstCorrection /
                (Rounded.Sqrt(SecondMoment[k] * secondCorrection) + options.Floor);
            Parameters[k] = parameters[k] - (options.LearningRate * length);
        }
    }

    /// <summary>[P] mean of gradients.</summary>
    public Rounded[] FirstMoment { get; }

    /// <summary>[P] mean of squared gradients.</summary>
    public Rounded[] SecondMoment { get; }

    /// <summary>[P] after the step.</summary>
    public Rounded[] Parameters { get; }
}
