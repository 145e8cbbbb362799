using System;

namespace TrpoGpu.Backends.Reference;

/// <content>Vectors: copies, sums, Adam.</content>
public sealed partial class ReferenceBackend
{
    private protected override void CopyCore(
        ComputeBuffer source, ComputeBuffer destination, int start, int count) =>
        Array.Copy(Values(source), 0, Values(destination), start, count);

    private protected override void AddScaledCore(
        ComputeBuffer x, float scale, ComputeBuffer direction, ComputeBuffer result, int count)
    {
        for (int k = 0; k < count; k++)
        {
            Values(result)[k] = Values(x)[k] + (scale * Values(direction)[k]);
        }
    }

    private protected override double ReadDotCore(ComputeBuffer left, ComputeBuffer right, int count) =>
        Dot(Values(left), Values(right), count);

    private protected override void AdamStepCore(
        ComputeBuffer parameters, ComputeBuffer gradient, ComputeBuffer firstMoment,
        ComputeBuffer secondMoment, long step, AdamOptions options)
    {
        double firstDecay = options.FirstDecay;
        double secondDecay = options.SecondDecay;
        for (int k = 0; k < parameters.Length; k++)
        {
            double g = Values(gradient)[k];
            double m = (firstDecay * Values(firstMoment)[k]) + ((1 - firstDecay) * g);
            double v = (secondDecay * Values(secondMoment)[k]) + ((1 - secondDecay) * g * g);
            double unbiasedMean = m / (1 - Math.Pow(firstDecay, step));
            double unbiasedSquare = v / (1 - Math.Pow(secondDecay, step));
            Values(firstMoment)[k] = m;
            Values(secondMoment)[k] = v;
            double scale = Math.Sqrt(unbiasedSquare) + options.Floor;
            Values(parameters)[k] -= options.LearningRate * unbiasedMean / scale;
        }
    }

    private static double Dot(double[] left, double[] right, int count)
    {
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            sum += left[k] * right[k];
        }

        return sum;
    }
}
