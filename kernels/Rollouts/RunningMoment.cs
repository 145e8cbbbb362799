using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>Number, mean and summed squared deviation of some numbers.</summary>
/// <param name="count">How many.</param>
/// <param name="mean">Their mean.</param>
/// <param name="squares">Sum of squared deviations from it.</param>
public readonly struct RunningMoment(double count, double mean, double squares)
{
    private const int Numbers = 3;

    private readonly double count = count;

    /// <summary>Their mean.</summary>
    public readonly double Mean = mean;

    /// <summary>Sum of squared deviations from it.</summary>
    public readonly double Squares = squares;

    /// <summary>The moments of two sets of numbers together.</summary>
    public static RunningMoment Merge(RunningMoment left, RunningMoment right)
    {
        if (right.count == 0)
        {
            return left;
        }

        double total = left.count + right.count;
        double difference = right.Mean - left.Mean;
        double mean = SingleRounding.AddWide(
            left.Mean, SingleRounding.MultiplyWide(difference, right.count / total));
        double between = SingleRounding.MultiplyWide(
            SingleRounding.MultiplyWide(difference, difference), left.count * right.count / total);
        return new RunningMoment(
            total, mean, SingleRounding.AddWide(SingleRounding.AddWide(left.Squares, right.Squares), between));
    }

    /// <summary>Those that a thread stored.</summary>
    internal static RunningMoment Load(ArrayView<double> shared, int thread)
    {
        int place = thread * Numbers;
        return new RunningMoment(shared[place], shared[place + 1], shared[place + 2]);
    }

    /// <summary>Stores them for other threads.</summary>
    internal void Store(ArrayView<double> shared, int thread)
    {
        int place = thread * Numbers;
        shared[place] = count;
        shared[place + 1] = Mean;
        shared[place + 2] = Squares;
    }
}
