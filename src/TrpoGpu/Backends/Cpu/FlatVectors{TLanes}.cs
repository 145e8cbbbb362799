using System;
using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends.Cpu;

/// <inheritdoc/>
/// <typeparam name="TLanes">
/// Vectors; what does not fill one is done number by number, with the same bits.
/// </typeparam>
internal sealed unsafe class FlatVectors<TLanes> : FlatVectors
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <inheritdoc/>
    public override void AddScaled(float* x, float scale, float* direction, float* result, int count)
    {
        int whole = count - (count % TLanes.Count);
        AddScaled<TLanes>(x, scale, direction, result, 0, whole);
        AddScaled<Lanes1>(x, scale, direction, result, whole, count);
    }

    /// <inheritdoc/>
    public override void AdamStep(
        float* parameters, float* gradient, float* firstMoment, float* secondMoment, int count, long step,
        AdamOptions options)
    {
        int whole = count - (count % TLanes.Count);
        AdamStep<TLanes>(parameters, gradient, firstMoment, secondMoment, 0, whole, step, options);
        AdamStep<Lanes1>(parameters, gradient, firstMoment, secondMoment, whole, count, step, options);
    }

    /// <inheritdoc/>
    public override void Advantages(in AdvantageViews views, int firstEnvironment, int endEnvironment)
    {
        int environment = firstEnvironment;
        for (; environment <= endEnvironment - TLanes.Count; environment += TLanes.Count)
        {
            Advantages<TLanes>(views, environment);
        }

        for (; environment < endEnvironment; environment++)
        {
            Advantages<Lanes1>(views, environment);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled<T>(
        float* x, float scale, float* direction, float* result, int first, int end)
        where T : unmanaged, ILanes<T>
    {
        T scales = T.Broadcast(scale);
        for (int k = first; k < end; k += T.Count)
        {
            T.Store(result + k, T.FusedMultiplyAdd(scales, T.Load(direction + k), T.Load(x + k)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdamStep<T>(
        float* parameters, float* gradient, float* firstMoment, float* secondMoment, int first, int end,
        long step,
        AdamOptions options)
        where T : unmanaged, ILanes<T>
    {
        T firstDecay = T.Broadcast(options.FirstDecay);
        T secondDecay = T.Broadcast(options.SecondDecay);
        T firstGain = T.Constant(1.0 - options.FirstDecay);
        T secondGain = T.Constant(1.0 - options.SecondDecay);
        T firstCorrection = T.Constant(1.0 / (1.0 - Math.Pow(options.FirstDecay, step)));
        T secondCorrection = T.Constant(1.0 / (1.0 - Math.Pow(options.SecondDecay, step)));
        T rate = T.Broadcast(-options.LearningRate);
        T floor = T.Broadcast(options.Floor);
        for (int k = first; k < end; k += T.Count)
        {
            T g = T.Load(gradient + k);
            T mean = T.FusedMultiplyAdd(firstDecay, T.Load(firstMoment + k), firstGain * g);
            T square = T.FusedMultiplyAdd(secondDecay, T.Load(secondMoment + k), secondGain * (g * g));
            T length = (mean * firstCorrection) / (T.Sqrt(square * secondCorrection) + floor);
            T.Store(firstMoment + k, mean);
            T.Store(secondMoment + k, square);
            T.Store(parameters + k, T.FusedMultiplyAdd(rate, length, T.Load(parameters + k)));
        }
    }

    // Schulman et al. 2016, eq. 16, backwards in time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Advantages<T>(in AdvantageViews views, int environment)
        where T : unmanaged, ILanes<T>
    {
        T zero = T.Constant(0.0);
        T terminated = T.Constant((double)EpisodeEnd.Terminated);
        T truncated = T.Constant((double)EpisodeEnd.Truncated);
        T discount = T.Broadcast(views.Discount);
        T traceDecay = T.Broadcast(views.TraceDecay);
        T rewardScale = T.Broadcast(views.RewardScale);
        T nextValue = T.Load(views.LastValues + environment);
        T nextAdvantage = zero;
        for (int t = views.Steps - 1; t >= 0; t--)
        {
            nint row = ((nint)t * views.Environments) + environment;
            T end = T.Load(views.Ends + row);
            T value = T.Load(views.Values + row);
            nextValue = T.SelectEqual(end, truncated, T.Load(views.FinalValues + row), nextValue);
            nextValue = T.SelectEqual(end, terminated, zero, nextValue);
            nextAdvantage = T.SelectEqual(end, zero, nextAdvantage, zero);
            T delta =
                T.FusedMultiplyAdd(discount, nextValue, rewardScale * T.Load(views.Rewards + row)) - value;
            T advantage = T.FusedMultiplyAdd(traceDecay, nextAdvantage, delta);
            T.Store(views.Advantages + row, advantage);
            T.Store(views.Returns + row, advantage + value);
            nextValue = value;
            nextAdvantage = advantage;
        }
    }
}
