using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Critics;

/// <summary>
/// Fits a value function to returns by least squares. Allocates nothing after construction; a fit that meets a NaN
/// or an infinity leaves every byte as it was.
/// </summary>
public abstract class CriticFit : IDisposable
{
    // The normaliser of the density of a unit Gaussian, twice: no part of the error.
    private const double LogTwoPi = 1.8378770664093454836;

    private readonly ComputeBuffer start;

    private protected CriticFit(ComputeBackend backend, NetworkShape value, int capacity)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Head != HeadShape.UnitGaussian(1))
        {
            throw new ArgumentException(
                $"CriticFit: the value function's head is {value.Head.Kind}, expected one UnitGaussian output.",
                nameof(value));
        }

        Backend = backend;
        Workspace = backend.CreateWorkspace(value, capacity);
        Gradient = backend.Allocate(value.ParameterCount);
        start = backend.Allocate(value.ParameterCount);
    }

    private protected ComputeBackend Backend { get; }

    private protected NetworkWorkspace Workspace { get; }

    private protected ComputeBuffer Gradient { get; }

    /// <summary>Fits <paramref name="parameters"/> in place.</summary>
    /// <param name="parameters">[P].</param>
    /// <param name="batch">Observations, and returns as actions.</param>
    public CriticReport Fit(ComputeBuffer parameters, in SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LoadCore(batch);
        double loss = BeginCore(parameters);
        double before = MeanSquaredError(loss);
        if (!double.IsFinite(before))
        {
            return new CriticReport(CriticOutcome.NonFinite, before, before);
        }

        Backend.Copy(parameters, start, parameters.Length);
        bool isFinite = FitCore(parameters, batch, ref loss);
        double after = MeanSquaredError(loss);
        if (!isFinite || !double.IsFinite(after) ||
            !double.IsFinite(Backend.ReadDot(parameters, parameters, parameters.Length)))
        {
            Backend.Copy(start, parameters, parameters.Length);
            Forget();
            return new CriticReport(CriticOutcome.NonFinite, before, before);
        }

        return new CriticReport(CriticOutcome.Fitted, before, after);
    }

    /// <summary>
    /// Numbers that <see cref="ReadState"/> writes: what the next fit depends on besides its arguments.
    /// </summary>
    public abstract int StateLength { get; }

    /// <summary>Copies the state of the fit, for a checkpoint.</summary>
    public abstract void ReadState(Span<double> destination);

    /// <summary>What is wrong with a state that was read from a file; null if nothing is.</summary>
    /// <param name="state">[StateLength] finite numbers.</param>
    internal abstract string? FaultOf(ReadOnlySpan<double> state);

    /// <summary>Restores what <see cref="ReadState"/> gave.</summary>
    public abstract void WriteState(ReadOnlySpan<double> source);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Workspace.Dispose();
        Gradient.Dispose();
        start.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Loads what is fitted.</summary>
    private protected virtual void LoadCore(in SampleBatch batch) => Backend.Load(Workspace, batch);

    /// <summary>Measures the parameters on what has been loaded.</summary>
    /// <returns>Mean negative log-likelihood.</returns>
    private protected virtual double BeginCore(ComputeBuffer parameters) =>
        Backend.ReadNegativeLogLikelihood(Workspace, parameters);

    /// <summary>Fits.</summary>
    /// <param name="parameters">[P], at which the last measurement was made.</param>
    /// <param name="batch">The whole batch.</param>
    /// <param name="loss">Mean negative log-likelihood before, then after.</param>
    /// <returns>Whether every number that a later fit depends on, besides the parameters, is finite.</returns>
    private protected abstract bool FitCore(ComputeBuffer parameters, in SampleBatch batch, ref double loss);

    /// <summary>Drops what earlier fits left behind, after one that failed.</summary>
    private protected abstract void Forget();

    // A workspace, the gradient, the start, and so many vectors more.
    private protected static WorkspaceNeed NeedOf(
        ComputeBackend backend, NetworkShape value, int capacity, int rowStride, long availableBytes, int vectors)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(value);
        WorkspaceNeed need = backend.NeedOfWorkspace(value, capacity, rowStride, availableBytes);
        return need with { Bytes = need.Bytes + ((2 + vectors) * backend.BytesOfBuffer(value.ParameterCount)) };
    }

    /// <summary>mean (V - return)^2 that gives a mean negative log-likelihood.</summary>
    private protected static double MeanSquaredError(double negativeLogLikelihood) =>
        (2 * negativeLogLikelihood) - LogTwoPi;
}
