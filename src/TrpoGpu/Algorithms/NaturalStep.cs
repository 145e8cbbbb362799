using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// A step along the natural direction whose length is known beforehand and that is taken whatever it leads to: what
/// the natural gradients without a search share.
/// </summary>
public abstract class NaturalStep : PolicyUpdate
{
    private readonly NaturalDirectionOptions options;
    private readonly NaturalDirection natural;

    private protected NaturalStep(
        ComputeBackend backend, NetworkShape policy, int capacity, NaturalDirectionOptions options)
        : base(backend, policy, capacity)
    {
        this.options = options;
        natural = new NaturalDirection(backend, Workspace, options);
    }

    /// <inheritdoc/>
    public override int StateLength => natural.StateLength;

    private protected override int FisherRowStride => options.FisherRowStride;

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination) => natural.ReadState(destination);

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source) => natural.WriteState(source);

    internal override string? FaultOf(ReadOnlySpan<double> state) => natural.FaultOf(state);

    /// <inheritdoc/>
    public override void Dispose()
    {
        natural.Dispose();
        base.Dispose();
    }

    /// <summary>By how much the direction is multiplied.</summary>
    private protected abstract double ScaleOf(in ConjugateGradientResult direction);

    private protected override UpdateReport StepCore(
        ComputeBuffer parameters, in SampleBatch batch, in SurrogateTerms before)
    {
        ConjugateGradientResult direction = natural.Find(parameters, Gradient);
        if (NaturalDirection.NoDirection(direction) is UpdateOutcome reason)
        {
            return Unchanged(reason, before) with { Solve = direction };
        }

        double scale = ScaleOf(direction);
        Backend.AddScaled(Start, -(float)scale, natural.Direction, parameters, parameters.Length);
        return Taken(parameters, before, scale * direction.SolutionDotRightHandSide) with { Solve = direction };
    }

    private protected override void LearnCore(in UpdateReport report) => natural.Learn(report);
}
