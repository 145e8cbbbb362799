using System;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms;

/// <summary>
/// The policy step of ACKTR (Wu et al. 2017): the natural direction by the Kronecker-factored Fisher matrix, whose
/// factors are averaged over the past and inverted, and a step that by this model moves the policy by no more than a
/// given KL. The factors are exact for each batch where ACKTR draws actions for them.
/// </summary>
public sealed class KroneckerUpdate : PolicyUpdate
{
    private readonly KroneckerOptions options;
    private readonly KroneckerWorkspace kronecker;
    private readonly KroneckerFactors factors;
    private readonly KroneckerInverse inverse;
    private readonly KroneckerMatrices matrices;
    private readonly ComputeBuffer direction;

    /// <summary>Allocates an update of a policy from batches of at most <paramref name="capacity"/> rows.</summary>
    public KroneckerUpdate(ComputeBackend backend, NetworkShape policy, int capacity, KroneckerOptions options)
        : base(backend, policy, capacity)
    {
        this.options = options;
        kronecker = backend.CreateKroneckerWorkspace(Workspace);
        factors = new KroneckerFactors(kronecker.Layout);
        inverse = new KroneckerInverse(kronecker.Layout);
        matrices = backend.CreateKroneckerMatrices(policy);
        direction = backend.Allocate(policy.ParameterCount);
    }

    /// <inheritdoc/>
    public override int StateLength => factors.Layout.Length + 1;

    private protected override int FisherRowStride => options.FisherRowStride;

    /// <summary>Device memory that such an update takes besides what all take.</summary>
    internal static long BytesOf(ComputeBackend backend, NetworkShape policy, int capacity) =>
        backend.BytesOfKroneckerWorkspace(policy, capacity) + backend.BytesOfKroneckerMatrices(policy) +
        backend.BytesOfBuffer(policy.ParameterCount);

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
        factors.Values.CopyTo(destination);
        destination[factors.Layout.Length] = factors.Batches;
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source) =>
        factors.Restore(source[..factors.Layout.Length], (long)source[factors.Layout.Length]);

    internal override string? FaultOf(ReadOnlySpan<double> state)
    {
        double batches = state[factors.Layout.Length];
        return double.IsInteger(batches) && batches is >= 0 and < long.MaxValue ? null : $"it counts {batches} batches";
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        kronecker.Dispose();
        matrices.Dispose();
        direction.Dispose();
        base.Dispose();
    }

    private protected override UpdateReport StepCore(
        ComputeBuffer parameters, in SampleBatch batch, in SurrogateTerms before)
    {
        if (NoGradient() is UpdateOutcome reason)
        {
            return Unchanged(reason, before);
        }

        Backend.PrepareFisher(Workspace, parameters, options.FisherRowStride);
        if (!factors.ReadBatch(Backend, kronecker, parameters, options.Decay))
        {
            return Unchanged(UpdateOutcome.NonFinite, before);
        }

        FactorizationOutcome outcome = inverse.Factorize(factors.Values, options.Damping);
        if (outcome != FactorizationOutcome.Factorized)
        {
            return Unchanged(
                outcome == FactorizationOutcome.NonFinite
                    ? UpdateOutcome.NonFinite
                    : UpdateOutcome.NegativeCurvature,
                before);
        }

        matrices.Write(inverse.Inverse);
        Backend.ApplyKroneckerProduct(matrices, Gradient, direction);

        // With s the direction, s'(damped factors)s is s'g.
        double dot = Backend.ReadDot(Gradient, direction, direction.Length);
        double full = Math.Sqrt(2 * options.MaxKl / dot);
        double scale = Math.Min(full, options.LargestStep);
        Backend.AddScaled(Start, -(float)scale, direction, parameters, parameters.Length);
        return Taken(parameters, before, scale * dot, scale / full);
    }
}
