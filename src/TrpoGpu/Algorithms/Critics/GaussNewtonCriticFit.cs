using System;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Critics;

/// <summary>
/// Fits a value function by Gauss-Newton steps inside a trust region on the values (Schulman et al. 2016, section 5):
/// the policy's Fisher product and solver, with the identity as metric.
/// </summary>
public sealed class GaussNewtonCriticFit : CriticFit
{
    // A step whose error has not fallen after this many halvings is noise: the fit ends there.
    private const int MaxHalvings = 5;

    private readonly GaussNewtonCriticOptions options;
    private readonly ConjugateGradientWorkspace solve;
    private readonly ComputeBuffer candidate;
    private readonly LinearOperator product;
    private ComputeBuffer parameters;

    /// <summary>Allocates a fit over batches of at most <paramref name="capacity"/> rows.</summary>
    public GaussNewtonCriticFit(
        ComputeBackend backend, NetworkShape value, int capacity, GaussNewtonCriticOptions options)
        : base(backend, value, Math.Min(capacity, options.MaxRows))
    {
        this.options = options;
        solve = backend.CreateConjugateGradient(value.ParameterCount);
        candidate = backend.Allocate(value.ParameterCount);
        parameters = candidate;
        product = (direction, result) =>
            backend.FisherVectorProduct(Workspace, parameters, direction, options.Damping, result);
    }

    /// <summary>Device memory that a fit takes where so much is left.</summary>
    /// <param name="backend">Whose memory.</param>
    /// <param name="value">The network.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="options">Settings of the fit.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    public static WorkspaceNeed NeedOf(
        ComputeBackend backend, NetworkShape value, int capacity, in GaussNewtonCriticOptions options,
        long availableBytes)
    {
        int rows = Math.Min(capacity, options.MaxRows);
        int stride = CurvatureRows.Stride(rows, options.RowStride);
        WorkspaceNeed need = NeedOf(backend, value, rows, stride, availableBytes, vectors: 1);
        return need with { Bytes = need.Bytes + backend.BytesOfConjugateGradient(value.ParameterCount) };
    }

    /// <inheritdoc/>
    public override int StateLength => 0;

    /// <inheritdoc/>
    public override void ReadState(Span<double> destination)
    {
    }

    /// <inheritdoc/>
    public override void WriteState(ReadOnlySpan<double> source)
    {
    }

    internal override string? FaultOf(ReadOnlySpan<double> state) => null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        solve.Dispose();
        candidate.Dispose();
        base.Dispose();
    }

    private protected override void LoadCore(in SampleBatch batch)
    {
        Workspace.ExpectedRowStride = CurvatureRows.Stride(Math.Min(batch.Rows, options.MaxRows), options.RowStride);
        LoadPart(batch, step: 0);
    }

    // The first step begins with the gradient at these parameters, which measures them on its way.
    private protected override double BeginCore(ComputeBuffer parameters)
    {
        Backend.LikelihoodGradient(Workspace, parameters, Gradient);
        return Backend.ReadNegativeLogLikelihoodAtGradient(Workspace, parameters);
    }

    private protected override bool FitCore(ComputeBuffer parameters, in SampleBatch batch, ref double loss)
    {
        this.parameters = parameters;
        for (int step = 0; step < options.Steps; step++)
        {
            if (step > 0 && batch.Rows > options.MaxRows)
            {
                LoadPart(batch, step);
                loss = BeginCore(parameters);
            }
            else if (step > 0)
            {
                Backend.LikelihoodGradient(Workspace, parameters, Gradient);
            }

            Backend.PrepareFisher(Workspace, parameters, Workspace.ExpectedRowStride);
            ConjugateGradientResult direction = ConjugateGradient.Solve(
                Backend, solve, product, Gradient, options.MaxIterations, options.Damping, residualTolerance: 0);
            if (!(direction.SolutionCurvature > 0))
            {
                return direction.Stop is not (StopReason.NonFiniteRightHandSide or StopReason.NonFinite);
            }

            if (!TryStep(parameters, direction.SolutionCurvature, ref loss))
            {
                break;
            }
        }

        return true;
    }

    private protected override void Forget()
    {
    }

    // Every step sees another part of a large batch: those of one order, then of the next. Rows are neighbours in time
    // or place, so a part is drawn; the same places of every batch will do, since every batch is new.
    private void LoadPart(in SampleBatch batch, int step)
    {
        if (batch.Rows <= options.MaxRows)
        {
            Backend.Load(Workspace, batch);
            return;
        }

        (int epoch, int part) = Math.DivRem(step, batch.Rows / options.MaxRows);
        RowOrder order = RowOrder.Shuffled(batch.Rows, seed: 0, (uint)epoch);
        Backend.Load(Workspace, batch, order, part * options.MaxRows, options.MaxRows);
    }

    // The full Gauss-Newton step, shortened to the trust region, halved until the error falls.
    private bool TryStep(ComputeBuffer parameters, double curvature, ref double loss)
    {
        double longest = Math.Sqrt(2 * options.MaxRelativeChange * MeanSquaredError(loss) / curvature);
        double fraction = Math.Min(1, longest);
        for (int halvings = 0; halvings <= MaxHalvings; halvings++)
        {
            Backend.AddScaled(parameters, -(float)fraction, solve.Solution, candidate, parameters.Length);
            double trial = Backend.ReadNegativeLogLikelihood(Workspace, candidate);
            if (trial < loss)
            {
                Backend.Copy(candidate, parameters, parameters.Length);
                loss = trial;
                return true;
            }

            fraction /= 2;
        }

        return false;
    }
}
