using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Vectors: bits where nothing is summed, bounds in double precision where something is.</summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class VectorCases(VerifiedEngines engines, VerificationTable table)
{
    private const double DoubleU = 1.0 / (1L << 53);
    private const int AdamSteps = 3;

    // Branches of a state.
    private const int Branches = 3;

    // Both moments, their corrections, the root, the floor, the quotient, its product and the sum.
    private const int AdamRoundings = 12;

    private static readonly AdamOptions Adam = new(0.003f);

    /// <summary>Compares every operation on vectors of one length.</summary>
    internal void Verify(int count)
    {
        string name = $"{count} numbers";
        NormalNumbers random = new(count);
        float[] x = Array.ConvertAll(random.Array(count), value => (3f * value) + 5f);
        float[] y = random.Array(count);
        table.Case("scaled sum and copy", engines.RoundsAlike, name, tally => tally.Bits(
            name, ScaledSum(engines.Cpu, x, y), ScaledSum(engines.Tested, x, y), areNew: true));
        table.Case("dot product", false, name, tally => CompareDots(tally, name, x, y));
        table.Case("mean and variance", false, name, tally => CompareMoments(tally, name, x));
        table.Case("standardize", false, name, tally => CompareStandardized(tally, name, x));
        table.Case("Adam", engines.RoundsAlike, name, tally => CompareAdam(tally, name, x, y));
        if (count >= Branches)
        {
            table.Case("branch weights", engines.RoundsAlike, name, tally => CompareWeights(tally, name, x, y));
        }
    }

    private float[] ScaledSum(ComputeBackend engine, float[] x, float[] y)
    {
        using ComputeBuffer left = engines.Allocate(engine, x);
        using ComputeBuffer right = engine.Allocate(y);
        using ComputeBuffer sum = engine.Allocate(x.Length);
        using ComputeBuffer copy = engine.Allocate(x.Length);
        engine.AddScaled(left, 0.7f, right, sum, x.Length);
        engine.Copy(sum, copy, x.Length);
        return copy.ReadArray();
    }

    private void CompareDots(Tally tally, string name, float[] x, float[] y)
    {
        double[] products = [.. x.Zip(y, (a, b) => (double)a * b)];
        double actual = Dot(engines.Tested);
        tally.Within(name, products.Sum(), actual, 2 * x.Length * DoubleU * products.Sum(Math.Abs));
        tally.Bits(name, Dot(engines.Cpu), actual);

        double Dot(ComputeBackend engine)
        {
            using ComputeBuffer left = engines.Allocate(engine, x);
            using ComputeBuffer right = engine.Allocate(y);
            return engine.ReadDot(left, right, x.Length);
        }
    }

    private void CompareMoments(Tally tally, string name, float[] x)
    {
        double mean = x.Sum(value => (double)value) / x.Length;
        double variance = x.Sum(value => (value - mean) * (value - mean)) / x.Length;
        double roundings = 2 * (x.Length + 2) * DoubleU;
        (double Mean, double Variance) actual = Moments(engines.Tested);
        tally.Within($"{name}, mean", mean, actual.Mean, roundings * x.Average(value => Math.Abs((double)value)));

        // What the mean errs by enters the variance through deviations that sum to almost nothing, and squared.
        tally.Within(
            $"{name}, variance", variance, actual.Variance,
            (roundings * variance) + (4 * roundings * Math.Abs(mean) * Math.Sqrt(variance)) +
                (roundings * roundings * mean * mean));
        (double Mean, double Variance) cpu = Moments(engines.Cpu);
        tally.Bits($"{name}, mean", cpu.Mean, actual.Mean);
        tally.Bits($"{name}, variance", cpu.Variance, actual.Variance);

        (double Mean, double Variance) Moments(ComputeBackend engine)
        {
            using ComputeBuffer values = engines.Allocate(engine, x);
            return engine.ReadMeanAndVariance(values, x.Length);
        }
    }

    // Sums in another order differ in double precision; rounded to single they are neighbours at most.
    private void CompareStandardized(Tally tally, string name, float[] x)
    {
        float[] cpu = Standardize(engines.Cpu);
        float[] actual = Standardize(engines.Tested);
        for (int k = 0; k < x.Length; k++)
        {
            double ulp = (double)MathF.BitIncrement(Math.Abs(cpu[k])) - Math.Abs(cpu[k]);
            tally.Within($"{name}, standardized[{k}]", cpu[k], actual[k], ulp);
        }

        tally.Bits($"{name}, standardized", cpu, actual);

        float[] Standardize(ComputeBackend engine)
        {
            using ComputeBuffer values = engines.Allocate(engine, x);
            engine.Standardize(values, x.Length);
            return values.ReadArray();
        }
    }

    // Weights of drawn actions and of full sums; what is no whole state is left out.
    private void CompareWeights(Tally tally, string name, float[] x, float[] y)
    {
        foreach (BranchWeighting weighting in Enum.GetValues<BranchWeighting>())
        {
            tally.Bits($"{name}, {weighting}", Weights(engines.Cpu), Weights(engines.Tested), areNew: true);

            float[] Weights(ComputeBackend engine)
            {
                using ComputeBuffer values = engines.Allocate(engine, x);
                using ComputeBuffer logProbabilities = engine.Allocate(y);
                engine.CenterBranches(
                    values, logProbabilities, x.Length / Branches, Branches, weighting, values);
                return values.ReadArray();
            }
        }
    }

    private void CompareAdam(Tally tally, string name, float[] x, float[] y)
    {
        float[][] cpu = Steps(engines.Cpu);
        float[][] actual = Steps(engines.Tested);
        for (int k = 0; k < x.Length; k++)
        {
            // From moments of zero the corrected ones are the gradient and its square.
            double change = Adam.LearningRate * y[k] / (Math.Abs((double)y[k]) + Adam.Floor);
            tally.Within(
                $"{name}, first step[{k}]", x[k] - change, actual[0][k],
                AdamRoundings * Rounded.U * (Math.Abs(x[k]) + Math.Abs(change)));
        }

        for (int step = 0; step < AdamSteps; step++)
        {
            tally.Bits($"{name}, after step {step + 1}", cpu[step], actual[step]);
        }

        float[][] Steps(ComputeBackend engine)
        {
            using ComputeBuffer parameters = engines.Allocate(engine, x);
            using ComputeBuffer gradient = engine.Allocate(y);
            using ComputeBuffer first = engine.Allocate(x.Length);
            using ComputeBuffer second = engine.Allocate(x.Length);
            float[][] after = new float[AdamSteps][];
            for (int step = 1; step <= AdamSteps; step++)
            {
                engine.AdamStep(parameters, gradient, first, second, step, Adam);
                after[step - 1] = parameters.ReadArray();
            }

            return after;
        }
    }
}
