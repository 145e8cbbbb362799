using System;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <content>Networks over batches: inference, gradients, Fisher products.</content>
public abstract partial class ComputeBackend
{
    /// <summary>Network outputs and free parameters for each row: the distribution parameters.</summary>
    /// <param name="workspace">Of the network; a loaded batch and what was computed for it are left alone.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="observations">[B,I] read.</param>
    /// <param name="rows">B.</param>
    /// <param name="outputs">[B,A] write.</param>
    public void Forward(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer outputs)
    {
        CheckInference(workspace, parameters, observations, rows);
        Check(outputs, (long)rows * workspace.Shape.Head.Size.Parameters, "B*A");
        ForwardCore(workspace, parameters, observations, rows, outputs);
    }

    /// <summary>Draws an action for each row.</summary>
    /// <param name="workspace">Of the policy; a loaded batch and what was computed for it are left alone.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="observations">[B,I] read.</param>
    /// <param name="rows">B; row b draws from the stream of environment b.</param>
    /// <param name="noise">Seed and step of the noise: equal keys give equal noise.</param>
    /// <param name="actions">[B,Actions] write.</param>
    /// <param name="logProbabilities">[B] write: log pi(a|s).</param>
    public void Sample(
        NetworkWorkspace workspace,
        ComputeBuffer parameters,
        ComputeBuffer observations,
        int rows,
        NoiseKey noise,
        ComputeBuffer actions,
        ComputeBuffer logProbabilities)
    {
        CheckInference(workspace, parameters, observations, rows);
        Check(actions, (long)rows * workspace.Shape.Head.Size.Actions, "B*Actions");
        Check(logProbabilities, rows, "B");
        SampleCore(workspace, parameters, observations, rows, noise, actions, logProbabilities);
    }

    /// <summary>The most likely action for each row.</summary>
    public void Mode(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer actions)
    {
        CheckInference(workspace, parameters, observations, rows);
        Check(actions, (long)rows * workspace.Shape.Head.Size.Actions, "B*Actions");
        ModeCore(workspace, parameters, observations, rows, actions);
    }

    /// <summary>Makes <paramref name="batch"/> the samples that the following operations work on.</summary>
    public void Load(NetworkWorkspace workspace, in SampleBatch batch) =>
        Load(workspace, batch, RowOrder.Identity(batch.Rows), 0, batch.Rows);

    /// <summary>
    /// Makes <paramref name="rows"/> rows of a batch the samples that the following operations work on: row k is
    /// row <c>order[first + k]</c> of the batch.
    /// </summary>
    /// <remarks>
    /// The batch's buffers are to be left alone until the next one is loaded: a device that cannot keep all of a batch
    /// reads them again.
    /// </remarks>
    /// <exception cref="ArgumentException">A buffer is too short, or more rows than the workspace's
    /// capacity.</exception>
    public void Load(NetworkWorkspace workspace, in SampleBatch batch, RowOrder order, int first, int rows)
    {
        Check(workspace, WorkspaceStage.Empty);
        CheckRows(workspace, rows);
        if (first < 0 || order.Count != batch.Rows || first > batch.Rows - rows)
        {
            throw new ArgumentException(
                $"Load: rows {first} to {(long)first + rows - 1} of an order of {order.Count}, expected them " +
                $"within a batch of {batch.Rows} and an order of as many.",
                nameof(order));
        }

        Check(batch.Observations, (long)batch.Rows * workspace.Shape.Mlp.Inputs, "B*I");
        Check(batch.Actions, (long)batch.Rows * workspace.Shape.Head.Size.Actions, "B*Actions");
        if (batch.Advantages is not null)
        {
            Check(batch.Advantages, batch.Rows, "B");
        }

        if (batch.LogProbabilities is not null)
        {
            Check(batch.LogProbabilities, batch.Rows, "B");
        }

        if (batch.Advantages is null != batch.LogProbabilities is null)
        {
            throw new ArgumentException(
                "Load: advantages and log-probabilities are both needed for a surrogate loss, or neither.",
                nameof(batch));
        }

        workspace.HasSurrogateColumns = batch.Advantages is not null;
        workspace.HasOldDistribution = false;
        workspace.IsSurrogateLast = false;
        LoadCore(workspace, batch, order, first, rows);
        workspace.Rows = rows;
        workspace.Stage = WorkspaceStage.Loaded;
    }

    /// <summary>
    /// Gradient of <c>SurrogateLoss = -mean(ratio * advantage)</c>. The distribution at these parameters becomes the
    /// old one, from which <see cref="ReadSurrogate"/> measures KL; activations are kept for Fisher products.
    /// </summary>
    /// <remarks>
    /// It is <c>-mean(ratio * advantage * d log pi(a|s))</c>, the log-ratio clamped to plus and minus 20 before it is
    /// exponentiated.
    /// </remarks>
    /// <param name="workspace">Loaded with advantages and log-probabilities.</param>
    /// <param name="parameters">[P] read: those that sampled the batch.</param>
    /// <param name="gradient">[P] write.</param>
    public void SurrogateGradient(NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        Check(workspace, WorkspaceStage.Loaded);
        CheckSurrogateColumns(workspace, nameof(SurrogateGradient));
        Check(parameters, workspace.Shape.ParameterCount, "P");
        Check(gradient, workspace.Shape.ParameterCount, "P");
        SurrogateGradientCore(workspace, parameters, gradient);
        workspace.IsSurrogateLast = true;
        workspace.HasOldDistribution = true;
        workspace.Stage = WorkspaceStage.Differentiated;
    }

    /// <summary>
    /// Gradient of the mean negative log-likelihood of the batch's actions; for a <see cref="HeadKind.UnitGaussian"/>
    /// head, of half the mean squared error. Activations are kept for Fisher products.
    /// </summary>
    /// <param name="workspace">Loaded.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="gradient">[P] write.</param>
    public void LikelihoodGradient(NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient)
    {
        Check(workspace, WorkspaceStage.Loaded);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        Check(gradient, workspace.Shape.ParameterCount, "P");
        LikelihoodGradientCore(workspace, parameters, gradient);
        workspace.IsSurrogateLast = false;
        workspace.Stage = WorkspaceStage.Differentiated;
    }

    /// <summary>
    /// Makes the Fisher matrix of the last gradient's parameters ready to be applied, averaged over rows
    /// 0, stride, 2*stride, ... of the loaded batch.
    /// </summary>
    /// <param name="workspace">After a gradient.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    /// <param name="rowStride">1 for all rows, k for one in k.</param>
    /// <param name="kind">The expected outer product of scores, or that of the loaded actions.</param>
    public void PrepareFisher(
        NetworkWorkspace workspace, ComputeBuffer parameters, int rowStride, FisherKind kind = FisherKind.GaussNewton)
    {
        Check(workspace, WorkspaceStage.Differentiated);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        ArgumentOutOfRangeException.ThrowIfLessThan(rowStride, 1);
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "PrepareFisher: no such kind of Fisher matrix.");
        }

        PrepareFisherCore(workspace, parameters, rowStride, kind);
        workspace.Stage = WorkspaceStage.FisherReady;
    }

    /// <summary>
    /// <c>product = F direction + damping * direction</c>, F = mean_b J_b' M_b J_b (kernels/README.md) with the metric
    /// M_b or, for <see cref="FisherKind.Empirical"/>, the outer product of the score in its place.
    /// </summary>
    /// <param name="workspace">After <see cref="PrepareFisher"/>.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    /// <param name="direction">[P] read.</param>
    /// <param name="damping">The multiple of the identity added to F; not negative.</param>
    /// <param name="product">[P] write; not the direction.</param>
    public void FisherVectorProduct(
        NetworkWorkspace workspace,
        ComputeBuffer parameters,
        ComputeBuffer direction,
        float damping,
        ComputeBuffer product)
    {
        Check(workspace, WorkspaceStage.FisherReady);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        Check(direction, workspace.Shape.ParameterCount, "P");
        Check(product, workspace.Shape.ParameterCount, "P");
        if (ReferenceEquals(direction, product))
        {
            throw new ArgumentException(
                "FisherVectorProduct: the product overwrites the direction. Give it its own buffer.",
                nameof(product));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(damping);
        FisherVectorProductCore(workspace, parameters, direction, damping, product);
    }

    private protected abstract void ForwardCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer outputs);

    private protected abstract void SampleCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        NoiseKey noise, ComputeBuffer actions, ComputeBuffer logProbabilities);

    private protected abstract void ModeCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        ComputeBuffer actions);

    private protected abstract void LoadCore(
        NetworkWorkspace workspace, in SampleBatch batch, RowOrder order, int first, int rows);

    private protected abstract void SurrogateGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient);

    private protected abstract void LikelihoodGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer gradient);

    private protected abstract void PrepareFisherCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, int rowStride, FisherKind kind);

    private protected abstract void FisherVectorProductCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer direction, float damping,
        ComputeBuffer product);

    private void CheckInference(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer observations, int rows,
        [System.Runtime.CompilerServices.CallerMemberName] string operation = "")
    {
        Check(workspace, WorkspaceStage.Empty, operation);
        CheckRows(workspace, rows, operation);
        Check(parameters, workspace.Shape.ParameterCount, "P", operation);
        Check(observations, (long)rows * workspace.Shape.Mlp.Inputs, "B*I", operation);
    }

    private static void CheckSurrogateColumns(NetworkWorkspace workspace, string operation)
    {
        if (!workspace.HasSurrogateColumns)
        {
            throw new InvalidOperationException(
                $"{operation}: the loaded batch has no advantages and log-probabilities. Load one that has.");
        }
    }
}
